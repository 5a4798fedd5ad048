/** `doctor`: what this machine lacks for good figures, what that costs, and how it is cured. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { diagnose } from '../doctor/diagnose.ts';
import { gatherFacts } from '../doctor/gather.ts';
import { doctorReport } from '../doctor/report.ts';
import { unlessInterrupted } from '../host/interrupted.ts';
import { EXIT } from '../host/user-error.ts';
import { selectServices } from '../plan/select.ts';
import { shownNames } from '../plan/service-key.ts';
import { renderDoctor, renderDoctorJson } from '../report/doctor.ts';
import { jsonTarget, refuseUnwritable } from './output.ts';
import { RUNTIMES } from './platform/platform.ts';
import { PACKAGE_ROOT, VERSION } from './package.ts';
import { servicesOf } from './session.ts';
import type { Session } from './session.ts';

/** `words` choose the services whose requirements are checked; none: the default ones. */
export async function doctor(session: Session, words: readonly string[]): Promise<number> {
  const target = jsonTarget(session);
  refuseUnwritable('json', target);
  const services = selectServices(words, servicesOf(session));
  const { results, cache, terminal, signal, colour, width } = session;
  const sysctl_file = path.join(PACKAGE_ROOT, 'sysctl', 'loopback.conf');
  const runtime = session.values.choice('runtime', RUNTIMES) ?? 'auto';
  const visit = { services, runtime, results, cache, sysctl_file, env: terminal.env, signal };
  const facts = await unlessInterrupted(signal, gatherFacts(visit));
  const shown = shownNames(services);
  const names = services.map(({ kind, name }) => shown(kind, name));
  const report = doctorReport(diagnose(facts), names, VERSION);
  if (target !== null && target !== '-')
    writeFileSync(path.resolve(target), renderDoctorJson(report));
  terminal.stdout.write(
    target === '-' ? renderDoctorJson(report) : renderDoctor(report, { colour, width }),
  );
  return report.counts.fail === 0 ? EXIT.ok : EXIT.notBuiltOrStarted;
}
