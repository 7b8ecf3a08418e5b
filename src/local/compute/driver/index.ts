import { dbutilsSource } from "./dbutils.ts";
import { displaySource } from "./display.ts";
import { errorsSource } from "./errors.ts";
import { loopSource } from "./loop.ts";
import { rpcSource } from "./rpc.ts";
import { sparkSource } from "./spark.ts";

/**
 * The Python side of a context, as one program for Python 3.9 or later that needs the standard library only. It is kept
 * in strings, so that it travels in the bundle.
 */
export const driverSource: string = [
  rpcSource,
  errorsSource,
  displaySource,
  sparkSource,
  dbutilsSource,
  loopSource,
].join("\n");
