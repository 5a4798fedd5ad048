/** The columns of a sweep's CSV: a row for each load of each pair, units in the names. */
import type { Curve, CurvePoint } from '../analyse/sweep/schema.ts';
import type { Column } from './csv-columns.ts';
import { isKnee } from './curves.ts';

interface CurveRow {
  readonly run_id: string;
  readonly curve: Curve;
  readonly point: CurvePoint;
}

type CurveColumn = Column<CurveRow>;

function text(name: string, of: (row: CurveRow) => string): CurveColumn {
  return { name, kind: 'text', of };
}

function number(name: string, of: (point: CurvePoint) => number | null): CurveColumn {
  return { name, kind: 'number', of: ({ point }) => of(point) };
}

function interval(
  name: string,
  of: (point: CurvePoint) => CurvePoint['throughput_rps'],
): CurveColumn[] {
  return [
    number(name, (point) => of(point).estimate),
    number(`${name}_low`, (point) => of(point).low),
    number(`${name}_high`, (point) => of(point).high),
  ];
}

export const CURVE_COLUMNS: readonly CurveColumn[] = [
  text('run_id', ({ run_id }) => run_id),
  text('server', ({ curve }) => curve.server),
  text('client', ({ curve }) => curve.client),
  text('load', ({ point }) => point.load),
  number('connections', ({ connections }) => connections),
  number('rate_per_s', ({ rate_per_s }) => rate_per_s),
  number('share', ({ share }) => share),
  text('status', ({ point }) => point.status),
  text('reasons', ({ point }) => point.reasons.join('; ')),
  text('knee', ({ curve, point }) => String(isKnee(curve, point))),
  number('rounds_measured', ({ rounds_measured }) => rounds_measured),
  ...interval('throughput_rps', ({ throughput_rps }) => throughput_rps),
  ...interval('p50_ns', ({ p50_ns }) => p50_ns),
  ...interval('p99_ns', ({ p99_ns }) => p99_ns),
  number('mean_rtt_ns', ({ mean_rtt_ns }) => mean_rtt_ns),
  number('in_flight', ({ in_flight }) => in_flight),
  number('power', ({ power }) => power),
  number('client_cpu_utilisation', ({ cpu_utilisation }) => cpu_utilisation.client),
  number('server_cpu_utilisation', ({ cpu_utilisation }) => cpu_utilisation.server),
  text('disturbed', ({ point }) => String(point.disturbed)),
];

export function curveRows(run_id: string, curves: readonly Curve[]): CurveRow[] {
  return curves.flatMap((curve) => curve.points.map((point) => ({ run_id, curve, point })));
}
