"""Makes tests/data/statistics.json: values of scipy, numpy and plain linear algebra that the statistics must agree with.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 scipy==1.17.1
    venv/bin/python tests/analyse/statistics/make-golden.py > tests/data/statistics.json

What scipy has is taken from scipy; the two-way layout is solved by numpy's least squares with a dummy
variable for each entry and round, which shares nothing with the product's own algebra.
"""

import itertools
import json
import math

import numpy as np
from scipy import stats

rng = np.random.default_rng(20251126)
POOLED_DF = 3


def t_distribution():
    cases = [(p, df) for p in (0.6, 0.8, 0.975, 0.995, 0.99965) for df in (1, 2, 3.7, 5, 16, 72, 400.5)]
    return {
        "quantile": [{"p": p, "df": df, "value": stats.t.ppf(p, df)} for p, df in cases],
        "two_sided": [
            {"t": t, "df": df, "value": 2 * stats.t.sf(abs(t), df)}
            for t in (-6.2, -0.3, 1.0, 2.5, 12.0)
            for df in (1, 2.5, 8, 40)
        ],
    }


def paired_t():
    """Two entries: the pooled t is the paired t."""
    cases = []
    for rounds in (2, 3, 5, 9):
        a, b = np.exp(rng.normal(0, 0.05, (2, rounds)) + [[5], [4.9]])
        test = stats.ttest_rel(np.log(a), np.log(b))
        interval = test.confidence_interval(0.95)
        cases.append(
            {
                "a": list(a),
                "b": list(b),
                "ratio": math.exp(np.mean(np.log(a / b))),
                "low": math.exp(interval.low),
                "high": math.exp(interval.high),
                "p_value": test.pvalue,
            }
        )
    return cases


def one_sample_t():
    cases = []
    for rounds in (2, 3, 10):
        values = np.exp(rng.normal(9, 0.04, rounds))
        logs = np.log(values)
        low, high = stats.t.interval(0.95, rounds - 1, logs.mean(), stats.sem(logs))
        cases.append(
            {
                "values": list(values),
                "estimate": stats.gmean(values),
                "low": math.exp(low),
                "high": math.exp(high),
            }
        )
    return cases


def layout(cells):
    """cells: (entry, round, value). Least squares by dummy variables; all joined."""
    entries = list(dict.fromkeys(e for e, _, _ in cells))
    rounds = list(dict.fromkeys(r for _, r, _ in cells))
    design = np.zeros((len(cells), len(entries) + len(rounds)))
    for row, (e, r, _) in enumerate(cells):
        design[row, entries.index(e)] = 1
        design[row, len(entries) + rounds.index(r)] = 1
    y = np.log([v for _, _, v in cells])
    inverse = np.linalg.pinv(design)
    coefficients = inverse @ y
    residuals = y - design @ coefficients
    hat = design @ inverse
    df = len(cells) - np.linalg.matrix_rank(design)
    pooled = residuals @ residuals / df
    of_entry = np.array([entries.index(e) for e, _, _ in cells])
    variances, freedoms = [], []
    for entry in range(len(entries)):
        own = of_entry == entry
        freedom = np.sum(1 - np.diag(hat)[own])
        nu = POOLED_DF + freedom
        variances.append((POOLED_DF * pooled + residuals[own] @ residuals[own]) / nu)
        freedoms.append(min(nu, df))
    ratios = []
    for a, b in itertools.combinations(range(len(entries)), 2):
        contrast = np.zeros(design.shape[1])
        contrast[a], contrast[b] = 1, -1
        weights = contrast @ inverse
        parts = np.array(
            [variances[e] * np.sum(weights[of_entry == e] ** 2) for e in range(len(entries))]
        )
        variance = parts.sum()
        nu = min(df, variance**2 / np.sum(parts**2 / np.array(freedoms)))
        log = contrast @ coefficients
        half = stats.t.ppf(0.975, nu) * math.sqrt(variance)
        ratios.append(
            {
                "a": entries[a],
                "b": entries[b],
                "ratio": math.exp(log),
                "low": math.exp(log - half),
                "high": math.exp(log + half),
                "p_value": 2 * stats.t.sf(abs(log) / math.sqrt(variance), nu),
            }
        )
    return {
        "cells": [{"entry": e, "round": r, "value": v} for e, r, v in cells],
        "residual_df": int(df),
        "residual_sum": float(residuals @ residuals),
        "ratios": ratios,
    }


def layouts():
    def cells(entries, rounds, missing=()):
        effect = {e: rng.normal(7, 1) for e in entries}
        shift = {r: rng.normal(0, 0.03) for r in rounds}
        return [
            (e, r, float(np.exp(effect[e] + shift[r] + rng.normal(0, 0.02))))
            for r in rounds
            for e in entries
            if (e, r) not in missing
        ]

    return [
        layout(cells("abc", (1, 2, 3))),
        layout(cells("abcdefghi", (1, 2, 3, 4, 5))),
        layout(cells("abcd", (1, 2, 3, 4), {("a", 1), ("b", 1), ("c", 3), ("d", 4), ("d", 2)})),
        # a and d have no round in common.
        layout(cells("abcd", (1, 2, 3, 4), {("a", 1), ("a", 2), ("d", 3), ("d", 4)})),
        # e was measured once.
        layout(cells("abcde", (1, 2, 3), {("e", 1), ("e", 3)})),
    ]


def wilcoxon():
    cases = []
    for count in (6, 7, 10, 15, 25):
        differences = rng.normal(0.01, 0.03, count)
        walsh = sorted((x + y) / 2 for x, y in itertools.combinations_with_replacement(differences, 2))
        # As R's wilcox.test has it: the average number q from either end, q being the quantile of the statistic.
        q = next(k for k in range(len(walsh)) if exact_cdf(k, count) >= 0.025)
        cases.append(
            {
                "differences": list(differences),
                "middle": float(np.median(walsh)),
                "low": walsh[q - 1],
                "high": walsh[len(walsh) - q],
                "p_value": float(stats.wilcoxon(differences, method="exact").pvalue),
            }
        )
    return cases


def exact_cdf(k, count):
    """Of the signed-rank statistic, from scipy: half the two-sided p-value of data with that statistic."""
    ranks, rest = [], k
    for rank in range(count, 0, -1):
        if rank <= rest:
            ranks.append(rank)
            rest -= rank
    data = [rank if rank in ranks else -rank for rank in range(1, count + 1)]
    return stats.wilcoxon(data, alternative="less", method="exact").pvalue


def holm():
    p = [0.01, 0.04, 0.03, 0.005, 0.2, 0.03]
    order = np.argsort(p)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(1, np.maximum.accumulate((len(p) - np.arange(len(p))) * np.array(p)[order]))
    return {"p_values": p, "adjusted": list(adjusted)}


def effects():
    """A full table of servers and clients: the textbook formulas of a two-way table of means."""
    servers, clients, rounds = "abc", "xy", (1, 2, 3, 4)
    cells = []
    for r in rounds:
        for s in servers:
            for c in clients:
                log = {"a": 0, "b": -0.3, "c": 0.2}[s] + {"x": 0, "y": 0.4}[c] + rng.normal(8, 0.02)
                cells.append((s, c, r, float(np.exp(log))))
    table = np.array(
        [[np.mean([math.log(v) for s2, c2, _, v in cells if (s2, c2) == (s, c)]) for c in clients] for s in servers]
    )
    grand = table.mean()
    server = table.mean(axis=1) - grand
    client = table.mean(axis=0) - grand
    interaction = table - grand - server[:, None] - client[None, :]
    fit = layout([(f"{s}:{c}", r, v) for s, c, r, v in cells])
    return {
        "cells": [{"server": s, "client": c, "round": r, "value": v} for s, c, r, v in cells],
        "servers": dict(zip(servers, np.exp(server))),
        "clients": dict(zip(clients, np.exp(client))),
        "interaction": {
            f"{s}:{c}": math.exp(interaction[i, j])
            for i, s in enumerate(servers)
            for j, c in enumerate(clients)
        },
        "residual_cv": math.expm1(math.sqrt(fit["residual_sum"] / fit["residual_df"])),
    }


print(
    json.dumps(
        {
            "t": t_distribution(),
            "paired_t": paired_t(),
            "one_sample_t": one_sample_t(),
            "layouts": layouts(),
            "wilcoxon": wilcoxon(),
            "holm": holm(),
            "effects": effects(),
        },
        indent=1,
        default=float,
    )
)
