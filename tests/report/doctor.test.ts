import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { findingSchema } from '../../src/doctor/finding.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { diagnose } from '../../src/doctor/diagnose.ts';
import { doctorReport, doctorReportSchema } from '../../src/doctor/report.ts';
import { renderDoctor, renderDoctorJson } from '../../src/report/doctor.ts';
import { doctorFacts, topology } from '../doctor/facts-fixture.ts';
import { expectGolden } from './golden.ts';

const PLAIN = { colour: false, width: 80 };

function render(findings: readonly Finding[], options = PLAIN): string {
  return renderDoctor(doctorReport(findings, ['a'], '1.2.3'), options);
}

function troubled(cure: Finding & { cure: unknown }): string {
  return render([cure]);
}

const FINDING = {
  group: 'cpu',
  id: 'cpu:governor',
  title: 'Governor',
  status: 'warn',
  found: 'powersave on CPU 0',
  costs: 'slow',
} as const;

/** A machine with one trouble or more in each group. */
function poorMachine(): Finding[] {
  const { cpus } = doctorFacts();
  return diagnose(
    doctorFacts({
      requirements: [
        {
          kind: 'tool',
          name: 'go',
          version: '1.19.8',
          wanted: ['>=1.26'],
          services: ['go-gin'],
          lacking: ['go-gin'],
          reasons: ['go >=1.26 is needed, 1.19.8 is installed'],
          install_command: null,
        },
      ],
      runtime: { used: 'process', why: 'no engine answers' },
      own_tools: { taskset: false, setpriv: true, npm: true },
      docker: {
        command: true,
        engine: {
          answers: false,
          reason: 'no Docker engine answers at unix:///var/run/docker.sock (ECONNREFUSED)',
          hint: 'start one',
        },
        compose: { spelling: 'docker-compose', version: '1.29.2' },
      },
      cpus: {
        ...cpus,
        topology: topology({ cpus: 1 }),
        governors: new Map([['powersave', [0]]]),
        cgroup: { version: 2, cpu_quota: 0.5 },
      },
      other_load: { duration_ms: 2003, foreign_cpus: 1.2, steal_cpus: 0.4 },
      nofile: { soft: 1024, hard: 1024, spare: 64 },
      time_wait_sockets: 20_000,
      kernel_settings: [
        { key: 'net.core.somaxconn', wanted: '65535', current: '4096' },
        { key: 'net.ipv4.tcp_max_syn_backlog', wanted: '65535', current: '512' },
        { key: 'net.ipv4.ip_local_port_range', wanted: '1024 65535', current: '32768 60999' },
        { key: 'net.ipv4.tcp_tw_reuse', wanted: '1', current: null },
      ],
      places: [
        { what: 'results', folder: '/mnt/results', space: { free_bytes: 5e6, problem: null } },
        { what: 'cache', folder: '/mnt/cache', space: { free_bytes: 0, problem: 'EROFS' } },
      ],
      clock: { source: 'hpet', available: ['hpet', 'tsc'], synchronised: false },
    }),
  );
}

describe('the lines', () => {
  test('tell sign, word, title, costs and cure', () => {
    expectGolden('doctor-poor.txt', render(poorMachine()));
  });

  test('of a machine that lacks nothing are one for each check', () => {
    const findings = diagnose(doctorFacts());
    const lines = render(findings)
      .split('\n')
      .filter((line) => line.startsWith('✓ ok    '));
    expect(lines).toHaveLength(findings.length);
  });

  test('in colour say the same', () => {
    const findings = poorMachine();
    const coloured = render(findings, { ...PLAIN, colour: true });
    expect(coloured).not.toBe(render(findings));
    expect(stripVTControlCharacters(coloured)).toBe(render(findings));
  });

  test('are never wider than asked for, whatever was found', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 });
    const cure = fc.record({ kind: fc.constantFrom('command', 'advice'), text });
    const finding = fc
      .record({
        title: text,
        found: text,
        costs: text,
        cure,
        status: fc.constantFrom('warn', 'fail'),
      })
      .map((some) => findingSchema.parse({ ...FINDING, ...some }));
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 5 }), (findings) => {
        for (const line of render(findings).split('\n'))
          expect(stringWidth(line)).toBeLessThanOrEqual(80);
      }),
    );
  });
});

describe('a command', () => {
  const LONG =
    'echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor > /dev/null';

  test('that was wrapped can be copied: the shell joins its lines', () => {
    const text = troubled({ ...FINDING, cure: { kind: 'command', text: LONG } });
    const copied = /cure:\s+([\s\S]*?)\n\n/.exec(text)?.[1] ?? '';
    expect(copied).toContain('\\\n');
    expect(copied.replaceAll(/ \\\n +/g, ' ')).toBe(LONG);
  });

  test('that fits is one line', () => {
    const cure = { kind: 'command', text: 'sudo sysctl -w net.core.somaxconn=65535' } as const;
    expect(troubled({ ...FINDING, cure })).toContain(`        cure:  ${cure.text}\n`);
  });

  test('has backslashes, advice has none', () => {
    expect(troubled({ ...FINDING, cure: { kind: 'advice', text: LONG } })).not.toContain('\\');
  });
});

test('the JSON is of the published schema and holds everything', () => {
  const report = doctorReport(poorMachine(), ['a'], '1.2.3');
  expect(doctorReportSchema.parse(JSON.parse(renderDoctorJson(report)))).toEqual(report);
});
