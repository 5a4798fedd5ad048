import { describe, expect, it } from '@jest/globals';
import { partOf, partsOf } from '../../bench/profile/parts.ts';
import { readSample } from '../../bench/profile/perf.ts';
import { renderProfiles } from '../../bench/profile/section.ts';

describe('the part of a program that a sample belongs to', () => {
  it.each([
    ['[kernel.kallsyms]', 'tcp_sendmsg', 'kernel'],
    ['[vdso]', '0x7ff', 'kernel'],
    ['rust-hyper', 'hyper::proto::h1::conn::Conn<I,B,T>::poll_read_head', 'hyper'],
    ['rust-hyper', '<tokio::net::TcpStream as tokio::io::AsyncRead>::poll_read', 'tokio'],
    ['rust-hyper', '<&mut hyper::body::Body as http_body::Body>::poll_frame', 'hyper'],
    ['rust-hyper', 'core::ptr::drop_in_place<hyper::Request>', 'core'],
    ['go-gin', 'net/http.(*conn).serve', 'net/http'],
    ['go-gin', 'github.com/gin-gonic/gin.(*Engine).handleHTTPRequest', 'github.com/gin-gonic/gin'],
    ['go-gin', 'runtime.mallocgc', 'runtime'],
    ['libcurl.so.4.8.0', 'curl_multi_poll', 'libcurl.so.4.8.0'],
    ['cpp-cpr', 'cpr::Session::prepare', 'cpr'],
    ['cpp-cpr', 'main', 'cpp-cpr'],
  ])('%s, %s: %s', (object, symbol, part) => {
    expect(partOf({ object, symbol })).toBe(part);
  });

  it('is summed up, largest first, and what is small is one part at the end', () => {
    const samples = [
      { object: 'libc.so.6', symbol: 'memcpy', share: 0.2 },
      { object: '[kernel.kallsyms]', symbol: 'a', share: 0.3 },
      { object: '[kernel.kallsyms]', symbol: 'b', share: 0.25 },
      { object: 'x', symbol: 'y', share: 0.01 },
      { object: 'z', symbol: 'y', share: 0.015 },
    ];
    const parts = partsOf(samples, 0.02);
    expect(parts.map(({ name }) => name)).toEqual(['kernel', 'libc.so.6', 'the rest']);
    expect(parts.map(({ share }) => share.toFixed(3))).toEqual(['0.550', '0.200', '0.025']);
    const text = renderProfiles(
      [{ service: 'some-client', readme: '../x/README.md', parts }],
      'here',
    );
    expect(text).toContain('| kernel | 55 % |');
    expect(text).toContain('| [some-client](../x/README.md) |');
  });
});

describe('a line of perf report', () => {
  it('is read with and without columns behind it, padded or not', () => {
    const sample = { object: 'libc.so.6', symbol: '__memcpy avx', share: 0.0125 };
    expect(readSample(' 1.25%  |libc.so.6     |[.] __memcpy avx   |-      -  ')).toEqual(sample);
    expect(readSample('1.25%|libc.so.6|[.] __memcpy avx')).toEqual(sample);
  });

  it('of another kind is none', () => {
    expect(readSample('# Overhead|Shared Object')).toBeNull();
    expect(readSample('')).toBeNull();
  });
});
