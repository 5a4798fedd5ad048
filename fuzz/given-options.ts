/** What is made of option values, wherever they come from, each refused by one sentence at most. */
import { externalServersOf } from '../src/commands/external-servers.ts';
import { OptionValues } from '../src/commands/option-values.ts';
import type { RawValues } from '../src/commands/option-values.ts';
import { OPTION_NAMES, OPTIONS } from '../src/commands/options.ts';
import type { OptionSpec } from '../src/commands/options.ts';
import { buildArguments } from '../src/commands/platform/build-arguments.ts';
import { requestOf, selectionOf } from '../src/commands/request.ts';
import { givenThresholds, refuseUnmatched } from '../src/commands/thresholds.ts';
import { UserError } from '../src/host/user-error.ts';
import { parseManifest } from '../src/plan/manifest.ts';
import type { Service } from '../src/plan/manifest.ts';
import { selectPairs, selectServices } from '../src/plan/select.ts';
import { GOOD_MANIFEST } from './samples.ts';
import { expectFinite, valueUnlessRefused } from './target.ts';

const MANIFEST = parseManifest(GOOD_MANIFEST, 'service.yaml', 'server');

export const SERVICES: readonly Service[] = [
  ...['go-gin', 'rust-actix', 'python-fastapi', 'reference'].map((name) => ({
    ...({ name, kind: 'server', folder: `/services/servers/${name}`, manifest: MANIFEST } as const),
  })),
  ...['cpp-cpr', 'rust-reqwest', 'reference'].map((name) => ({
    ...({ name, kind: 'client', folder: `/services/clients/${name}`, manifest: MANIFEST } as const),
  })),
];

function readAs(values: OptionValues, name: (typeof OPTION_NAMES)[number]): unknown {
  const { kind }: OptionSpec = OPTIONS[name];
  switch (kind) {
    case 'list':
      return values.list(name);
    case 'switch':
      return values.switch(name);
    case 'text':
      return values.text(name);
  }
}

export function checkOptions(flags: RawValues, file: RawValues, words: readonly string[]): void {
  const values = new OptionValues(flags, {}, { name: 'pairbench.yaml', values: file });
  for (const name of OPTION_NAMES) valueUnlessRefused(UserError, () => readAs(values, name));
  expectFinite(valueUnlessRefused(UserError, () => requestOf(values)));
  valueUnlessRefused(UserError, () => selectPairs(selectionOf(values, words), SERVICES));
  valueUnlessRefused(UserError, () => selectServices(words, SERVICES));
  valueUnlessRefused(UserError, () => {
    const thresholds = givenThresholds(values) ?? [];
    refuseUnmatched(thresholds, [{ server: 'go-gin', client: 'cpp-cpr' }], values);
  });
  valueUnlessRefused(UserError, () => externalServersOf(values));
  valueUnlessRefused(UserError, () => buildArguments(values));
}
