"""The experiments and the raking of this bench as an analyst does them with scipy and numpy; prints JSON: seconds of processor, and what came out to be compared."""

import json
import time

import numpy as np
from scipy import __version__ as scipy_version
from scipy import stats

EXPERIMENTS = 10_000
RESPONDENTS = 10_000
VALUES = 5


def arm(at, place):
    users = 5000 + at % 700 + place
    return 10 + at % 13 + 0.4 * place, 5 + at % 3, users


def experiments():
    """Welch's test of two arms and two metrics, experiment by experiment, with Holm's correction."""
    total = 0.0
    for at in range(EXPERIMENTS):
        p = []
        for _ in range(2):
            (mean_a, sd_a, n_a), (mean_b, sd_b, n_b) = arm(at, 0), arm(at, 1)
            # The bench's squares are over n, a test's deviation is over n - 1.
            spread = [sd * (n / (n - 1)) ** 0.5 for sd, n in ((sd_a, n_a), (sd_b, n_b))]
            p.append(stats.ttest_ind_from_stats(mean_b, spread[1], n_b, mean_a, spread[0], n_a, equal_var=False).pvalue)
        first, second = sorted(p)
        total += min(1, 2 * first) + max(min(1, 2 * first), second)
    return total


def raking():
    """Iterative proportional fitting of five margins by index arrays, trimmed to 0.2 and 5 of the mean after every round."""
    at = np.arange(RESPONDENTS)
    codes = [np.floor(VALUES * ((at * (0.618 + 0.137 * margin)) % 1) ** 1.3).astype(int) for margin in range(5)]
    targets = [np.array([RESPONDENTS * (0.16 + 0.02 * ((value + margin) % VALUES)) for value in range(VALUES)]) for margin in range(5)]
    weights = np.ones(RESPONDENTS)
    for _ in range(100):
        for code, target in zip(codes, targets):
            weights *= (target / np.bincount(code, weights, VALUES))[code]
        weights = np.clip(weights, 0.2 * weights.mean(), 5 * weights.mean())
        off = max(np.abs(np.bincount(code, weights, VALUES) / target - 1).max() for code, target in zip(codes, targets))
        if off <= 1e-9:
            break
    return float(off)


def timed(work):
    work()
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


experiments_s, corrected = timed(experiments)
raking_s, off = timed(raking)
print(json.dumps({"versions": f"scipy {scipy_version}, numpy {np.__version__}", "experiments": experiments_s, "corrected": corrected, "raking": raking_s, "off": off}))
