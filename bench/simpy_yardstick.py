"""Rates of SimPy for the same work: `python3 simpy_yardstick.py callbacks|processes PENDING EVENTS`, ms of each run."""

import random
import sys
import time

import simpy

kind, pending, events = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
env = simpy.Environment()
draw = random.Random(1).random
delays = [1e-9 + draw() for _ in range(1 << 16)]
place = 0


def next_delay():
    global place
    place = (place + 1) & 0xFFFF
    return delays[place]


def again(_event):
    env.timeout(next_delay()).callbacks.append(again)


def sleeper():
    while True:
        yield env.timeout(next_delay())


for _ in range(pending):
    if kind == "callbacks":
        again(None)
    else:
        env.process(sleeper())
for _ in range(2 * pending if kind == "processes" else 1000):
    env.step()
for _ in range(5):
    begin = time.perf_counter()
    for _ in range(events):
        env.step()
    print(1000 * (time.perf_counter() - begin))
