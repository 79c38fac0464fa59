"""`python -m app.local.stripe` as a process of its own: it says where it is, keeps its state, and ends when asked."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from billing.gateway import Gateway
from tests.fixtures_stripe import StripeStandin

ROOT = Path(__file__).parents[4]


@contextmanager
def running(state: Path) -> Iterator[tuple[subprocess.Popen[str], StripeStandin]]:
    command = [sys.executable, "-m", "app.local.stripe", "--state", str(state), "--webhook-secret", "whsec_x", "--account", "acct_alice"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        standin = StripeStandin(process.stdout.readline().strip())
        try:
            yield process, standin
        finally:
            standin.http.close()
            process.terminate()
            process.wait(20)


def gateway_to(standin: StripeStandin) -> Gateway:
    return Gateway("sk_test_x", webhook_secret="whsec_x", livemode=False, base_url=standin.url, timeout=(3, 10))


def test_what_was_paid_is_still_paid_after_a_restart(tmp_path: Path):
    with running(tmp_path / "stripe.json") as (_, standin):
        made = gateway_to(standin).create_checkout(
            "acct_alice",
            key="k",
            amount_minor=5000,
            currency="EUR",
            description="A session",
            email="bram@example.com",
            metadata={"invoice": "7"},
            success_url="http://127.0.0.1:9/paid",
            cancel_url="http://127.0.0.1:9/back",
        )
        standin.pay(str(made.url))
    with running(tmp_path / "stripe.json") as (_, standin):
        kept = gateway_to(standin).fetch_checkout("acct_alice", made.id)
        assert (kept.paid, kept.amount_minor, kept.metadata) == (True, 5000, {"invoice": "7"})
    assert [one.name for one in tmp_path.iterdir()] == ["stripe.json"]


def test_it_ends_on_either_signal(tmp_path: Path):
    for number in (signal.SIGINT, signal.SIGTERM):
        with running(tmp_path / "stripe.json") as (process, _):
            process.send_signal(number)
            assert process.wait(20) == 0
