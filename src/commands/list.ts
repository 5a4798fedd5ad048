/** `list`: the services, and what each still needs on this machine. */
import { findMissing } from '../build/requirements.ts';
import { EXIT } from '../host/user-error.ts';
import type { Service } from '../plan/manifest.ts';
import { SERVICE_KINDS } from '../plan/service-key.ts';
import { printable } from '../report/printable.ts';
import { servicesOf } from './session.ts';
import type { Session } from './session.ts';

function line(service: Service, lacking: readonly string[], width: number): string {
  const { language, tags } = service.manifest;
  const title = printable(service.manifest.title);
  const about = `${title} (${printable(language)})${tags.length > 0 ? `  [${tags.join(', ')}]` : ''}`;
  const needs = lacking.length === 0 ? 'ready' : `needs: ${lacking.join('; ')}`;
  return `  ${service.name.padEnd(width)}  ${about}\n  ${' '.repeat(width)}  ${needs}`;
}

export async function list(session: Session): Promise<number> {
  const services = servicesOf(session);
  const missing = await findMissing(services);
  const width = Math.max(...services.map((service) => service.name.length));
  const lines = SERVICE_KINDS.flatMap((kind) => [
    `${kind}s`,
    ...services
      .filter((service) => service.kind === kind)
      .map((service) => {
        const lacking = missing.filter((one) => one.service === service);
        return line(
          service,
          lacking.map((one) => one.reason),
          width,
        );
      }),
  ]);
  session.terminal.stdout.write(`${lines.join('\n')}\n`);
  return EXIT.ok;
}
