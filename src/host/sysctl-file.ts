/** The notation of sysctl.conf(5): `key = value`, comments behind `#` or `;`. */

export interface SysctlSetting {
  /** Joined by dots: `net.core.somaxconn`. */
  readonly key: string;
  /** Words joined by one space, as `readSysctl` gives them. */
  readonly value: string;
}

/** Lines without a `=` mean nothing and are left out, as the program sysctl does. */
export function parseSysctlFile(text: string): SysctlSetting[] {
  return text.split('\n').flatMap((line) => {
    // A `-` in front lets sysctl go on where the key cannot be set.
    const match = /^\s*-?([^#;=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line);
    const [, key, value] = match ?? [];
    if (key === undefined || value === undefined) return [];
    return [{ key: key.replaceAll('/', '.'), value: value.split(/\s+/).join(' ') }];
  });
}
