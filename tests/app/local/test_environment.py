import pytest

from app.local import environment


def test_nothing_of_the_shells_own_settings_leaks_in(monkeypatch: pytest.MonkeyPatch):
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "STRIPE_API_KEY", "SMTP_URL", "GUNICORN_CMD_ARGS", "PYTHONPATH"):
        monkeypatch.setenv(name, "the shell's")
    told = environment.of_plumbline(
        {"STRIPE_API_KEY": "ours"}, database_url="d", redis_url="r", smtp_url="s", inbox_url="i", base_url="b", stripe_url="t", files="f"
    )
    assert "the shell's" not in told.values()
    assert "DATABASE_OWNER_URL" not in told
    assert (told["DATABASE_URL"], told["STRIPE_API_KEY"]) == ("d", "ours")
