"""Background work: django-q2 over the same database, so that a job is enqueued in the transaction that needs it."""

from . import env

Q_CLUSTER = {
    "name": "qosqanat",
    "orm": "default",
    "workers": env.number("WORKERS", "processes of the background worker", 1),
    "timeout": 600,
    "retry": 660,
    "max_attempts": 3,
    "catch_up": False,
    "poll": 1,
    "save_limit": 1000,
    "sync": env.flag("JOBS_INLINE", "`1` does background work inside the request; for tests and trials"),
}
# dotted path -> when, as in cron; the worker keeps to it
SCHEDULE = {"qosqanat.grading.tasks.judge_risks": "2 * * * *"}
