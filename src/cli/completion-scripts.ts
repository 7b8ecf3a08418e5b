import { write } from "./output.ts";

/*
 * The scripts ask the program itself: `databricks-mcp __complete -- WORDS…` answers candidates as lines of
 * `value<TAB>description`, and a last line `:` with what else to do (`files`, `dirs`, `nospace`). The package
 * @bomb.sh/tab does not fit: it never offers files (`sql --file`), and cannot complete `--arg name=`, whose names
 * depend on the tool before it.
 */

/** Words that bash has cut at `=`, `:` and `@` are put together again; it replaces what stands behind `=` and `:`. */
const bash = `_databricks_mcp() {
  local cur=\${COMP_WORDS[COMP_CWORD]} word i glued= value directive=
  local -a words=()
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if ((\${#words[@]})) && [[ $glued || $word == [=:]* ]]; then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    [[ $word == *[=:@] ]] && glued=1 || glued=
  done
  word=\${words[\${#words[@]}-1]}
  local before=\${word%"\${word##*[=:]}"}
  COMPREPLY=()
  while IFS=$'\\t' read -r value _; do
    if [[ $value == :* ]]; then directive=\${value#:}; continue; fi
    value=\${value#"$before"}
    [[ $value == *[!A-Za-z0-9_.,=@/+-]* ]] && printf -v value %q "$value"
    COMPREPLY+=("$value")
  done < <("\${COMP_WORDS[0]}" __complete -- "\${words[@]}" 2>/dev/null)
  case $directive in
    files | dirs)
      compopt -o filenames 2>/dev/null
      word=\${word#"$before"}; before=\${word%%[!@]*}
      COMPREPLY=($(compgen -P "$before" "-\${directive:0:1}" -- "\${word#"$before"}")) ;;
    nospace) compopt -o nospace 2>/dev/null ;;
  esac
}
complete -F _databricks_mcp databricks-mcp
`;

const zsh = `#compdef databricks-mcp
_databricks_mcp() {
  local value description directive
  local -a candidates
  while IFS=$'\\t' read -r value description; do
    if [[ $value == :* ]]; then directive=\${value#:}; continue; fi
    candidates+=("\${value//:/\\\\:}\${description:+:$description}")
  done < <("$words[1]" __complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  case $directive in
    files) compset -P '*[=@]'; _files ;;
    dirs) compset -P '*='; _files -/ ;;
    nospace) _describe -V 'candidate' candidates -S '' ;;
    *) _describe -V 'candidate' candidates ;;
  esac
}
if [[ $funcstack[1] == _databricks_mcp ]]; then _databricks_mcp "$@"; else compdef _databricks_mcp databricks-mcp; fi
`;

const fish = `function __databricks_mcp_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in ($words[1] __complete -- $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case ':files' ':dirs'
                set -l before (string match -r '^(?:--[^=]+=|[^=/]*=?@)' -- "$current")
                set -l after (string replace -r '^(?:--[^=]+=|[^=/]*=?@)' '' -- "$current")
                printf '%s\\n' "$before"(__fish_complete_path "$after")
            case ':*'
            case '*'
                printf '%s\\n' $line
        end
    end
end
complete -c databricks-mcp -f -a '(__databricks_mcp_complete)'
`;

const scripts: Readonly<Record<string, string>> = { bash, zsh, fish };

/** Prints the script for a shell. */
export async function printScript(shell: string): Promise<void> {
  await write(scripts[shell] ?? "");
}
