"""Counts what holds."""
import subprocess


class Tally:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def check(self, sentence, question):
        """Asks a question; it holds unless it raises. Gives the answer, or None."""
        try:
            answer = question()
        except Exception as error:  # Whatever went wrong, the other checks still run.
            self.failed += 1
            print(f"FAIL {sentence}\n     {type(error).__name__}: {error}", flush=True)
            return None
        self.passed += 1
        print(f"ok   {sentence}" + (f" ({answer})" if isinstance(answer, str) else ""), flush=True)
        return answer

    def skip(self, sentence, why):
        self.skipped += 1
        print(f"SKIP {sentence}: {why}", flush=True)

    def close(self):
        """The closing line; whether all held."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        print(f"{self.passed} passed, {self.failed} failed{skipped}")
        return self.failed == 0


def run(command, leaves_with=0):
    """Runs a program that must leave with a code, and gives what it said."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, encoding="utf-8")
    said = (done.stdout + done.stderr).strip()
    if done.returncode != leaves_with:
        raise AssertionError(f"left with {done.returncode}, not {leaves_with}: {said}")
    return said
