/** Reads the URL of a server that already runs: plain HTTP, a host and a port, nothing behind them. */

export type ParsedUrl =
  | { readonly ok: true; readonly url: string }
  /** `fault` goes on after the text: `"ftp://x": is not …`. */
  | { readonly ok: false; readonly fault: string };

function faultOf(url: URL): string | null {
  if (url.protocol !== 'http:') return 'must begin with http://, the clients speak plain HTTP';
  if (url.username !== '' || url.password !== '') return 'must not hold a user or a password';
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return 'must end after the port, orders go to /order of this host';
  if (url.port === '0') return 'must name the port that the server listens on';
  return null;
}

/** The URL in its usual form, without a slash at its end; port 80 is left out. */
export function parseServerUrl(text: string): ParsedUrl {
  if (!URL.canParse(text)) return { ok: false, fault: 'is not a URL' };
  const url = new URL(text);
  // "http://host/?" has an empty query, which the parsed parts do not show.
  const fault = faultOf(url) ?? (/[?#]/.test(text) ? 'must end after the port' : null);
  return fault === null ? { ok: true, url: url.origin } : { ok: false, fault };
}

/** The host of such a URL, an IPv6 address without its brackets. */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
}

export function portOf(url: string): number {
  return Number(new URL(url).port || '80');
}

/** The same URL with an address in place of its host. */
export function withAddress(url: string, address: string): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return new URL(`http://${host}:${portOf(url)}`).origin;
}
