import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Status, Verdict } from '../judge/verdict.ts';
import { badge } from './badge.ts';
import {
  beginning,
  brief,
  codeBlock,
  markdown,
  oneLine,
  printable,
  printableJson,
  shellWord,
} from './escape.ts';
import type { EndEvent, Event, StartEvent, VerdictEvent } from './events.ts';
import { replayCommand, tellFailure } from './failure.ts';
import { falseAlarmText } from './false-alarm.ts';
import { summaryJson } from './index.ts';
import { junitXml } from './junit.ts';
import { parseLog } from './log.ts';
import { markdownSummary } from './markdown.ts';
import { steering } from './steering.fixture.ts';
import { summarise } from './summary.ts';
import { terminalReport } from './terminal.ts';
import { readJUnit } from './xml.fixture.ts';

const start: StartEvent = {
  event: 'start',
  format: 1,
  nishimori: '0.1.0',
  implementation: { name: 'toy', version: '1' },
  command: ['python3', 'my adapter.py'],
  seed: 1,
  tier: 'smoke',
  timeout: 30,
  accuracy: 1e-8,
  accuracyFrom: 'default',
  only: [],
  oracles: ['toy.power', 'toy.sum'],
  checks: 3,
  started: '2024-01-01T00:00:00.000Z',
};
const end: EndEvent = { event: 'end', how: 'complete', seconds: 1, expectations: [] };

const verdict = (status: Status, more: Partial<Verdict> = {}): Event => ({
  event: 'verdict',
  verdict: {
    check: { kind: 'reference', id: 'reference:toy.power' },
    title: 'Powers.',
    formula: 'x²',
    sources: ['barbier2019', 'nobody2000'],
    oracles: ['toy.power'],
    status,
    cases: 1,
    discarded: 0,
    questions: { 'toy.power': 2 },
    seconds: 0.5,
    digits: [],
    falseAlarm: 0,
    notes: [],
    ...more,
  },
});
const failing = (text: string): Event =>
  verdict('failed', {
    counterexample: {
      exchanges: [
        { oracle: 'toy.power', params: { x: 2, [text]: text }, kind: 'failure', got: text },
      ],
      comparisons: [
        {
          what: 'size',
          expected: 'large',
          got: text,
          relation: 'equal',
          difference: Number.POSITIVE_INFINITY,
          allowance: 0,
          units: Number.POSITIVE_INFINITY,
          passes: false,
          because: 'a label',
        },
      ],
      reason: text,
      log: text,
      token: 'reference:toy.power@1#0',
    },
    notes: [text],
  });
const run = (...events: Event[]) => summarise([start, ...events, end]);

/** Texts that steer terminals, markup and shells, and any other. */
const nasty = fc.oneof(
  fc.constantFrom(
    '\u001b[2J\u001b]0;owned\u0007',
    '\u202eevil',
    '</failure><failure>',
    ']]>',
    ']]>]]>',
    ']]></failure></testcase><testcase name="won"><failure><![CDATA[',
    '<script>alert(1)</script>',
    '| a | b |\n| --- |',
    '```\n# heading',
    '`````',
    '[link](javascript:alert(1))',
    '@everyone',
    '\ud800',
    '\u0000',
    '\r\nFAILED',
    '$(rm -rf ~)',
    "'; rm -rf ~; '",
    '&amp;',
    '\u009b31m',
    '\u061c\u{e0041}',
    '\tindented',
    '\u{1f600}'.repeat(300),
    '\ufffe',
  ),
  fc.string({ unit: 'binary' }),
);

describe('text from outside', () => {
  it('cannot steer a terminal', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const summary = run(failing(text));
        expect(
          terminalReport({
            ...summary,
            start: { ...start, implementation: { name: text, version: text } },
          }),
        ).not.toMatch(steering);
        expect(oneLine(text)).not.toMatch(/[\n\t\r]/);
        expect(brief({ [text]: text })).not.toMatch(steering);
      }),
    );
  });

  it('cannot break XML', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const event = failing(text) as VerdictEvent;
        const xml = junitXml(run(event));
        expect(xml).not.toMatch(steering);
        // Exactly the elements that were meant, whatever the text; and the text is read as it was.
        const elements = readJUnit(xml);
        expect(elements.map(({ name }) => name)).toEqual([
          'testsuites',
          'testsuite',
          'testcase',
          'failure',
        ]);
        expect(elements[3].text).toBe(printable(tellFailure(event, { start, diagnoses: [] })));
      }),
    );
  });

  it('cannot break Markdown', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(markdown(text)).not.toMatch(/@(?!&#8203;)|www\.|:\/\//i);
        const escaped = markdown(text).replace(/&(?:#\d+|amp|lt|gt);/g, '');
        expect(escaped).not.toMatch(/[<>\n]|(?<!\\)[|`*_[\]#]/);
        const lines = markdownSummary(run(failing(text))).split('\n');
        const fences = lines.filter((line) => /^`{3,}/.test(line));
        expect(fences.at(0)).toMatch(/^`{3,}text$/);
        expect(fences.at(-1)).toBe(fences[0].slice(0, -4));
        // Nothing between them is long enough to close the block.
        for (const line of fences.slice(1, -1))
          expect(line).not.toMatch(new RegExp(`^${fences.at(-1)}`));
      }),
    );
  });

  it('in JSON is spelled with escapes, and means the same', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const json = summaryJson(run(failing(text)));
        expect(json).not.toMatch(steering);
        expect(JSON.parse(json).failures[0].verdict.counterexample.reason).toBe(text);
      }),
    );
    expect(printableJson(JSON.stringify({ '\u009b': '\u202e\u{e0041}' }))).toBe(
      '{"\\u009b":"\\u202e\\udb40\\udc41"}',
    );
  });

  it('is not cut inside a character', () => {
    for (let n = 0; n < 6; n++) expect(beginning('a😀😀', n)).not.toMatch(steering);
    expect(brief('😀'.repeat(200), 101)).not.toMatch(steering);
  });

  it('cannot break out of the shell command that is shown', () => {
    expect(replayCommand(start, 'law:glm/x@1#0:1')).toBe(
      "nishimori check --replay 'law:glm/x@1#0:1' -- python3 'my adapter.py'",
    );
    expect(shellWord("it's")).toBe(`'it'\\''s'`);
    expect(replayCommand({ ...start, command: [], accuracyFrom: 'user', timeout: 5 }, 't')).toBe(
      'nishimori check --replay t --accuracy 1e-8 --timeout 5',
    );
  });

  it('stays as it is where it is harmless', () => {
    const text = 'ε_B = arccos(√(m/ρ))/π, “quoted” 😀 👩‍🔬\n  x';
    expect(printable(text)).toBe(text);
    expect(printable('a\tb')).toBe('a  b');
    expect(markdown('5 > 3 @ home, issue #7, GH-7')).toBe(
      '5 &gt; 3 @&#8203; home, issue \\#&#8203;7, GH&#8203;\\-7',
    );
    expect(codeBlock('a ``` b')).toBe('````text\na ``` b\n````');
    expect(brief([1, 2, 3, 4, 5, 6, 7, 8])).toBe('[1,2,3,4,5,6,"… 8 entries"]');
    expect(brief({ x: Number.NaN })).toBe('{"x":"NaN"}');
  });
});

describe('a summary', () => {
  it('counts checks, questions, digits and false alarms', () => {
    const summary = run(
      verdict('passed', { digits: [9, 12.5], falseAlarm: 1e-6 }),
      verdict('passed', {
        digits: [15],
        falseAlarm: 2e-6,
        check: { kind: 'golden', id: 'golden:a' },
      }),
      verdict('skipped', { oracles: ['toy.sum'], questions: {} }),
    );
    expect(summary).toMatchObject({
      status: 'passed',
      exitStatus: 0,
      questions: 4,
      checks: { passed: 2, failed: 0, skipped: 1 },
      oracles: [
        { oracle: 'toy.power', status: 'passed', digits: { worst: 9, median: 12.5, questions: 3 } },
        { oracle: 'toy.sum', status: 'skipped' },
      ],
    });
    expect(summary.falseAlarm).toBeCloseTo(3e-6, 15);
    expect(terminalReport(summary)).toMatch(/fails such a run with probability < 3e-6$/m);
  });

  it('never prints a smaller probability than was risked, and the bound beside it', () => {
    const text = (falseAlarm: number): string | undefined =>
      falseAlarmText({
        ...run(verdict('passed', { falseAlarm })),
        start: { ...start, falseAlarmBound: 1e-6 },
      });
    expect(text(0)).toBeUndefined();
    expect(text(9.94e-7)).toContain('probability < 1e-6 (bound 1e-6)');
    fc.assert(
      fc.property(fc.double({ min: -14, max: -0.1, noNaN: true }), (exponent) => {
        const risked = 10 ** exponent;
        const printed = Number(/< (\S+) \(bound 1e-6\)$/.exec(text(risked) ?? '')?.[1]);
        expect(printed).toBeGreaterThanOrEqual(risked);
        expect(printed).toBeLessThan(1.11 * risked);
      }),
    );
  });

  it.each<[string, Event[], number]>([
    ['a failure', [verdict('crashed'), verdict('passed')], 1],
    ['an expected failure', [{ ...verdict('failed'), expected: { reason: 'known' } } as Event], 0],
    ['nothing judged', [verdict('not-covered'), verdict('skipped')], 2],
    ['nothing at all', [], 2],
  ])('%s', (_, events, exitStatus) => {
    expect(run(...events).exitStatus).toBe(exitStatus);
  });

  it.each([
    ['passed', 1],
    ['matches-nothing', 1],
    ['not-tried', 0],
    ['failed-as-expected', 0],
  ] as const)('of an expectation that %s has the exit status %d', (status, exitStatus) => {
    const expectations = [{ expectation: { id: 'x', reason: 'y' }, status }];
    expect(summarise([start, verdict('passed'), { ...end, expectations }]).exitStatus).toBe(
      exitStatus,
    );
  });

  it('of a run that broke off says so', () => {
    expect(summarise([start, verdict('passed')])).toMatchObject({
      status: 'interrupted',
      exitStatus: 130,
    });
    expect(badge(summarise([start])).message).toBe('interrupted');
    expect(() => summarise([])).toThrow(/how the run began/);
  });
});

describe('a log', () => {
  it('is read up to a line that was not finished, and no other line may be broken', () => {
    const line = JSON.stringify(start);
    expect(parseLog(`${line}\n{"event":`)).toEqual([start]);
    expect(() => parseLog(`{"event":\n${line}\n`)).toThrow();
  });
});

describe('a failure', () => {
  it('is told in full, and bounded', () => {
    const event = failing('no luck');
    if (event.event !== 'verdict') throw new Error('unreachable');
    const { counterexample } = event.verdict;
    if (!counterexample) throw new Error('unreachable');
    const many = {
      ...event,
      verdict: {
        ...event.verdict,
        counterexample: {
          ...counterexample,
          exchanges: Array.from({ length: 50 }, () => counterexample.exchanges[0]),
          comparisons: Array.from({ length: 50 }, () => counterexample.comparisons[0]),
          log: 'line\n'.repeat(1000),
        },
      },
    };
    const told = tellFailure(many, { start, diagnoses: [] });
    expect(told).toMatch(/… and 44 more questions.*\n[\s\S]*… and 45 more differences/);
    expect(told.split('\n').length).toBeLessThan(50);
    expect(told).toContain('Barbier');
    expect(told).toContain('nobody2000');
  });
});
