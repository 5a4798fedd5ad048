/** The look of the page: its colours for light and dark, and its layout from a phone to paper. */
import { LAYOUT } from './layout.ts';
import { Markup } from './markup.ts';

/**
 * `h`: steps of the heat map, `t`: text on them, `d`: from worse over tied to better, `u`: text on them,
 * `s`: series, `tint`: who was the limit.
 */
export const LIGHT = `
--page:#f4f6f8;--card:#ffffff;--ink:#14181d;--muted:#56606c;--line:#e1e5ea;--link:#1d57b8;
--shade:#e3e7ec;--hole:#f7f8fa;--client:#b86a00;--server:#12805c;
--h0:#eef4fc;--h1:#d5e4f7;--h2:#b3cff0;--h3:#8ab5e6;--h4:#5f97d8;--h5:#2767b3;--h6:#123f7a;
--t0:#14181d;--t1:#14181d;--t2:#14181d;--t3:#14181d;--t4:#0b1420;--t5:#ffffff;--t6:#ffffff;
--d0:#a8450a;--d1:#f0ad6f;--d2:#fbe0c4;--d3:#e9ecf0;--d4:#d5e4f7;--d5:#8ab5e6;--d6:#2767b3;
--u0:#ffffff;--u1:#14181d;--u2:#14181d;--u3:#14181d;--u4:#14181d;--u5:#14181d;--u6:#ffffff;
--s1:#1f5fc4;--s2:#b04a0c;--s3:#12805c;--s4:#97318a;--s5:#56606c;--s6:#7d6100;
--tint-client:#fbe3bd;--tint-server:#c6ecdc;--tint-both:#cfe1fa;--tint-neither:#e8d9f7;--tint-unknown:#e3e7ec;
--fault:#a3241b;--fault-back:#fdecea;`;

export const DARK = `
--page:#0e1116;--card:#171b21;--ink:#e9edf2;--muted:#9ca7b4;--line:#2a313a;--link:#8db7ff;
--shade:#272d36;--hole:#12161b;--client:#f0a94a;--server:#4ac596;
--h0:#1b2430;--h1:#1d3047;--h2:#204061;--h3:#24527f;--h4:#2c68a3;--h5:#74abe6;--h6:#b4d6fb;
--t0:#e9edf2;--t1:#e9edf2;--t2:#e9edf2;--t3:#f3f6f9;--t4:#ffffff;--t5:#0b1420;--t6:#0b1420;
--d0:#f2a062;--d1:#8a4d12;--d2:#4a3217;--d3:#272d36;--d4:#1f3a58;--d5:#2c68a3;--d6:#74abe6;
--u0:#14100b;--u1:#ffffff;--u2:#e9edf2;--u3:#e9edf2;--u4:#e9edf2;--u5:#ffffff;--u6:#0b1420;
--s1:#7db0ff;--s2:#f2a062;--s3:#4ac596;--s4:#e594d8;--s5:#b0bac6;--s6:#d8bf55;
--tint-client:#4d3a14;--tint-server:#12422f;--tint-both:#173a66;--tint-neither:#43295f;--tint-unknown:#2a313a;
--fault:#ff9c92;--fault-back:#3a1a18;`;

export const STYLE = Markup.trusted(`
:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
@media print{:root{color-scheme:light;${LIGHT}}}
${LAYOUT}`);
