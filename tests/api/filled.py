"""Record books with something in them: who does what in a served sample, so that questions
about records find some in several stages."""
import json
import urllib.error
import urllib.parse
import urllib.request

# What is in the record books before anything is asked, so that questions about records
# find some in several stages: who does what, with what.
PROJECT = {
    "name": "泽南产业园标准厂房", "level": "city", "unit": "housing-construction", "area": "990101",
    "industry": "manufacturing", "total": "120000000", "plan_start": "2026-02-01", "plan_finish": "2027-12-31",
}
BEGUN = [
    ("li-jing", "record-permit", {"kind": "approval", "number": "泽发改审〔2026〕1号", "issued_on": "2026-01-15"}),
    ("li-jing", "record-permit", {"kind": "construction", "number": "建施〔2026〕1号", "issued_on": "2026-02-01"}),
    ("li-jing", "apply-start", {"started_on": "2026-02-10"}),
    ("zhao-qiang", "confirm-start", {"started_on": "2026-02-10", "permit": "建施〔2026〕1号", "payment": "凭证1号"}),
]
TROUBLE = {"kind": "hazard", "name": "某企业消防通道堵塞", "words": "安全出口上锁", "area": "990102", "found_on": "2026-03-02"}


class Asker:
    """Somebody with a session, or without one."""

    def __init__(self, server, user=None):
        self.address, self.cookie = server.address, ""
        if user is None:
            return
        lines = (server.data / "passwords.txt").read_text(encoding="utf-8").splitlines()
        password = dict(line.split("\t")[:2] for line in lines)[user]
        form = urllib.parse.urlencode({"sign-user": user, "sign-password": password}).encode()
        opener = urllib.request.build_opener(KeepAnswer)
        try:
            answer = opener.open(f"{self.address}/sign", form, timeout=60)
        except urllib.error.HTTPError as refused:
            answer = refused
        self.cookie = (answer.headers["set-cookie"] or "").split(";")[0]
        if not self.cookie:
            raise AssertionError(f"{user} cannot sign in: {answer.status}")

    def act(self, path, given):
        """Takes an action and gives the record's id."""
        body = json.dumps({"input": given}).encode()
        headers = {"content-type": "application/json", "cookie": self.cookie}
        request = urllib.request.Request(f"{self.address}/api/systems/{path}", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["id"]
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"{path}: {refused.code} {refused.read().decode()}") from None


class KeepAnswer(urllib.request.HTTPRedirectHandler):
    """A form's answer leads elsewhere; its cookie is what is wanted."""

    def redirect_request(self, *_):
        return None


def fill(server):
    """Opens records and works on some of them; the ids that there are, by system."""
    people = {user: Asker(server, user) for user in ("li-jing", "zhao-qiang", "wang-fang")}
    ids = {"key-projects": [], "dynamic-lists": []}
    for number in range(6):
        code = f"2601-990101-04-01-{number:06}"
        project = people["li-jing"].act("key-projects/actions/propose", {**PROJECT, "code": code})
        ids["key-projects"].append(project)
        base = f"key-projects/records/{project}/actions"
        if number > 0:
            people["zhao-qiang"].act(f"{base}/admit", {})
        for user, action, given in BEGUN[: max(0, number - 1)]:
            people[user].act(f"{base}/{action}", given)
        ids["dynamic-lists"].append(people["wang-fang"].act("dynamic-lists/actions/report", TROUBLE))
    for trouble in ids["dynamic-lists"][:3]:
        given = {"grade": "ordinary", "basis": "现场检查"}
        people["wang-fang"].act(f"dynamic-lists/records/{trouble}/actions/confirm", given)
    return ids
