import { describe, expect, it } from "vitest";
import { toolName } from "../../../codegen/plan/tool-name.ts";

describe("tool names", () => {
  it.each([
    ["as it is", "jobs.runNow", "jobs_run_now"],
    ["digits stay with their word", "groupsV2.list", "groups_v2_list"],
    ["up to 40 characters", "tokenManagement.updateTokenManagement", "token_management_update_token_management"],
    [
      "shorter words where it is longer",
      "workspaceIamV2.listTransitiveParentGroupsProxy",
      "ws_iam_v2_list_trans_parent_groups_proxy",
    ],
    [
      "no words of the API in the method where it is longer still",
      "accountSettingsV2.patchPublicAccountUserPreference",
      "acct_settings_v2_patch_public_user_pref",
    ],
    [
      "cut and marked where nothing else helps",
      "genie.generateDownloadFullQueryResult",
      "genie_generate_download_full_query_b0c46",
    ],
  ])("%s: %s", (_, id, name) => {
    expect(toolName(id)).toBe(name);
    expect(name.length).toBeLessThanOrEqual(40);
  });

  it("names that are cut alike differ by their mark", () => {
    const endings = ["One", "Two"].map((end) => toolName(`unabbreviated.methodNameWithoutAnyShorterWords${end}`));
    expect(endings).toEqual(["unabbreviated_method_name_without__d748d", "unabbreviated_method_name_without__51c5a"]);
  });
});
