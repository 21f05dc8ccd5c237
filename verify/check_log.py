#!/usr/bin/env python3
"""核对一本账，不必相信管账的人。 Checks a log without trusting whoever keeps it.

  python3 check_log.py https://CITY/log --key KEY --save today.txt  核对整本账 the whole log
  python3 check_log.py https://CITY/log --key KEY --from old.txt    旧检查点之后只增未改 nothing but added to since
  python3 check_log.py --key KEY --proof ENTRY.tlog-proof           一条的证明，不用联网 one entry, offline

只需 Python 3.9 以上。公钥要另从别处得到（公报、报纸），旧检查点要自己留存。证人的公钥可再用 --key 列出。
Needs Python 3.9 or newer and nothing else. Get KEY from elsewhere too, and keep your own old checkpoints;
keys of witnesses may follow with more --key. Formats: C2SP signed-note, tlog-checkpoint, tlog-tiles, tlog-proof,
tlog-cosignature; RFC 6962 and 8032 (SHA-256, Ed25519), or GB/T 32905 and 32918 (SM3, SM2) if the log's name ends in /sm2-sm3.
"""
import argparse, base64, hashlib, pathlib, re, sys, urllib.request

class Wrong(Exception):
    """What does not hold, in Chinese and in English."""

def need(holds, zh, en):
    if not holds: raise Wrong(zh, en)

def times(add, k, point, total):  # total + k·point, where a point is (x, y)
    while k:
        total, point, k = add(total, point) if k & 1 else total, add(point, point), k >> 1
    return total

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519: the field, the order of its base
D = -121665 * pow(121666, -1, P) % P

def ed_add(a, b):
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2
    return (x1 * y2 + x2 * y1) * pow(1 + t, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - t, -1, P) % P

def ed_point(data):
    sign, y = divmod(int.from_bytes(data, "little"), 2**255)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    root = pow(square, (P + 3) // 8, P)
    x = next((x for x in (root, root * pow(2, (P - 1) // 4, P) % P) if x * x % P == square), None)
    if y >= P or x is None or (x == 0 and sign): raise ValueError("no point")
    return x if x & 1 == sign else P - x, y

def ed25519(key, text, signature):  # whether s·base - k·key is the signature's point
    (x, y), s = ed_point(key), int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % L
    base = ed_point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    x, y = times(ed_add, k, (P - x, y), times(ed_add, s, base, (0, 1)))
    return len(signature) == 64 and s < L and (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]

def cosignature(key, text, signature):  # of a witness: eight bytes of time come first
    return ed25519(key, b"cosignature/v1\ntime %d\n" % int.from_bytes(signature[:8], "big") + text, signature[8:])

F, N = 2**256 - 2**224 - 2**96 + 2**64 - 1, 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123  # SM2
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
G = (0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
     0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0)

def sm2_add(a, b):
    if not a or not b: return a or b
    (x1, y1), (x2, y2) = a, b
    if x1 == x2 and (y1 + y2) % F == 0: return None
    slope = 3 * (x1 * x1 - 1) * pow(2 * y1, -1, F) if a == b else (y2 - y1) * pow(x2 - x1, -1, F)
    x = (slope * slope - x1 - x2) % F
    return x, (slope * (x1 - x) - y1) % F

def sm2(key, text, signature):  # key 04‖x‖y, signature r‖s, the signer's identity the usual 1234567812345678
    x, y, r, s = (int.from_bytes(part, "big") for part in (key[1:33], key[33:], signature[:32], signature[32:]))
    if key[0] != 4 or max(x, y) >= F or (x * x * x - 3 * x + B - y * y) % F: raise ValueError("no point")
    who = b"\x00\x801234567812345678" + b"".join(v.to_bytes(32, "big") for v in (F - 3, B, *G)) + key[1:]
    e, t = int.from_bytes(sm3(sm3(who) + text), "big"), (r + s) % N
    point = times(sm2_add, t, (x, y), times(sm2_add, s, G, None))
    return len(signature) == 64 and 0 < r < N and 0 < s < N and t > 0 and point and (e + point[0]) % N == r

def sha256(data): return hashlib.sha256(data).digest()

def sm3(data):
    need("sm3" in hashlib.algorithms_available, "这个 Python 没有 SM3。请换用带 OpenSSL 1.1.1 以上的 Python。",
         "This Python has no SM3. Use one that was built with OpenSSL 1.1.1 or newer.")
    return hashlib.new("sm3", data).digest()

KINDS = {b"\1": (32, sha256, ed25519), b"\4": (32, sha256, cosignature), b"\xffSM2-with-SM3": (65, sm3, sm2)}

def read_key(text):
    """Name, number, and what checks a signature of a key NAME+NUMBER+BASE64."""
    try:
        name, number, rest = text.strip().split("+", 2)
        rest = base64.b64decode(rest, validate=True)
        start = next(start for start in KINDS if rest.startswith(start))
        length, h, check = KINDS[start]
        if len(rest) != len(start) + length or h(f"{name}\n".encode() + rest)[:4].hex() != number: raise ValueError
    except (ValueError, StopIteration): raise Wrong(f"这不是公钥：{text}", f"This is no key: {text}") from None
    return name, bytes.fromhex(number), lambda message, signature: check(rest[len(start):], message, signature)

def read_checkpoint(data, keys):
    """Size and root of the tree, once every one of `keys` is found to have signed them; the first is the log's."""
    try:
        text, _, lines = data.decode().rpartition("\n\n")
        origin, size, root = text.split("\n")[:3]
        size, root = int(re.fullmatch("0|[1-9][0-9]*", size)[0]), base64.b64decode(root, validate=True)
        signed = [re.fullmatch(r"— ([^\s+]+) (\S+)", line).groups() for line in lines.removesuffix("\n").split("\n")]
        signed = [(name, base64.b64decode(signature, validate=True)) for name, signature in signed]
        if len(root) != 32 or not lines.endswith("\n"): raise ValueError
    except (ValueError, TypeError, AttributeError): raise Wrong("检查点写法不对。", "This is no checkpoint.") from None
    need(origin == keys[0][0], f"这是另一本账的检查点：{origin}", f"This is the checkpoint of another log: {origin}")
    for name, number, check in keys:
        found = [one[4:] for who, one in signed if (who, one[:4]) == (name, number)]
        need(found, f"检查点上没有 {name} 用这把公钥的签名。", f"The checkpoint has no signature of {name} by this key.")
        try: good = all(check(f"{text}\n".encode(), one) for one in found)
        except ValueError: good = False
        need(good, f"{name} 的签名不对。", f"The signature of {name} is wrong.")
    return size, root

def read_proof(data):
    """An entry, its index, its path to the root, and the signed checkpoint."""
    head, _, note = data.partition(b"\n\n")
    found = re.fullmatch(rb"c2sp.org/tlog-proof@v1\nextra (\S+)\nindex (0|[1-9][0-9]*)((?:\n\S{44})*)", head)
    try: return base64.b64decode(found[1], validate=True), int(found[2]), [base64.b64decode(h) for h in found[3].split()], note
    except (ValueError, TypeError): raise Wrong("这不是附有原文的证明。", "This is no proof that holds its entry.") from None

def proven_root(h, entry, index, size, path):  # RFC 9162, 2.1.3.2
    node, last = h(b"\0" + entry), size - 1
    need(index <= last, "证明的序号在账外。", "The proof's index lies outside the log.")
    for other in path:
        need(last, "证明太长。", "The proof is too long.")
        right = index & 1 or index == last
        node = h(b"\1" + other + node) if right else h(b"\1" + node + other)
        while right and index and not index & 1: index, last = index >> 1, last >> 1
        index, last = index >> 1, last >> 1
    need(not last, "证明太短。", "The proof is too short.")
    return node

def fetch(where, path, limit):
    if not re.match("https?://", where): return (pathlib.Path(where) / path).read_bytes()
    with urllib.request.urlopen(f"{where.rstrip('/')}/{path}", timeout=60) as answer: return answer.read(limit)

def entries(where, size):
    for n in range((size + 255) // 256):
        width, digits = min(256, size - n * 256), str(n).zfill(-len(str(n)) // 3 * -3)
        path = "tile/entries/" + re.sub(r"...(?=.)", r"x\g<0>/", digits) + (f".p/{width}" if width < 256 else "")
        data, at = fetch(where, path, 256 * 65537 + 1), 0
        for _ in range(width):
            at, end = at + 2, at + 2 + int.from_bytes(data[at:at + 2], "big")
            need(at <= end <= len(data), f"{path} 不完整。", f"{path} is cut short.")
            yield data[at:end]
            at = end
        need(at == len(data), f"{path} 末尾有多余的字节。", f"{path} has more bytes than entries.")

def roots(h, entries, sizes):
    """The roots of the tree at some sizes, from the entries alone; `peaks` are roots of its perfect subtrees."""
    peaks, found = [], {0: h(b"")}
    for n, entry in enumerate(entries):
        node, level = h(b"\0" + entry), n
        while level & 1: node, level = h(b"\1" + peaks.pop() + node), level >> 1
        peaks.append(node)
        if n + 1 in sizes:
            for peak in peaks[-2::-1]: node = h(b"\1" + peak + node)
            found[n + 1] = node
    return found

def check(asked):
    keys = [read_key(text) for text in asked.key]
    h = sm3 if keys[0][0].split("/")[-1] == "sm2-sm3" else sha256
    earlier = []  # (size, root) of the checkpoints that were handed in
    if asked.old:
        earlier.append(read_checkpoint(pathlib.Path(asked.old).read_bytes(), keys[:1]))
        yield f"旧检查点签名正确：{earlier[0][0]} 条", f"the old checkpoint is signed: {earlier[0][0]} entries"
    if asked.proof:
        entry, index, path, note = read_proof(pathlib.Path(asked.proof).read_bytes())
        size, root = read_checkpoint(note, keys)
        need(proven_root(h, entry, index, size, path) == root, "证明算不出签名的根哈希：这一条不在账上，或被改过。",
             "The proof does not lead to the signed root: the entry is not in the log, or it was changed.")
        earlier.append((size, root))
        shown = re.sub(r"[\x00-\x1f\x7f-\x9f]", "?", entry.decode(errors="replace"))
        yield f"第 {index} 条在 {size} 条的账上，原文：", f"entry {index} is in the log of {size} entries and says:\n  {shown}"
    if asked.where:
        note = fetch(asked.where, "checkpoint", 2**20)
        size, root = read_checkpoint(note, keys)
        yield f"检查点签名正确：{keys[0][0]}，{size} 条", f"the checkpoint is signed: {keys[0][0]}, {size} entries"
        need(all(old <= size for old, _ in earlier), "现在的账比以前签过的短。", "The log is shorter than one signed before.")
        found = roots(h, entries(asked.where, size), {size, *(old for old, _ in earlier)})
        need(found[size] == root, "由全部条目算出的根哈希与签名的不同：有条目被改动、增删或调换。",
             "The entries do not give the signed root: some were changed, added, removed or moved.")
        yield f"由全部条目算出的根哈希正是签名的：{root.hex()}", f"all {size} entries together give the signed root"
        for old, before in earlier:
            need(found[old] == before, f"前 {old} 条与以前签名的不同：历史被改写了。",
                 f"The first {old} entries are not those signed before: history was rewritten.")
            yield f"前 {old} 条与以前签名的一致，只增未改", f"the first {old} entries are those signed before; the rest was added"
        if asked.save: pathlib.Path(asked.save).write_bytes(note)

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("where", nargs="?", metavar="URL-or-DIR", help="where `checkpoint` and `tile/` are")
    parser.add_argument("--key", required=True, action="append", help="NAME+NUMBER+BASE64")
    parser.add_argument("--from", dest="old", metavar="FILE", help="a checkpoint that you kept")
    parser.add_argument("--proof", metavar="FILE", help="a .tlog-proof file")
    parser.add_argument("--save", metavar="FILE", help="keep today's checkpoint for the next time")
    asked = parser.parse_args()
    if not (asked.where or asked.proof): parser.error("URL-or-DIR or --proof is needed 请给出网址、文件夹或 --proof")
    for stream in (sys.stdout, sys.stderr): stream.reconfigure(encoding="utf-8")
    try:
        for zh, en in check(asked): print(f"✓ {zh}\n  {en}")
    except Wrong as wrong: sys.exit("✗ {}\n  {}".format(*wrong.args))
    except OSError as error: sys.exit(f"✗ 读不到：{error}。请检查网址、文件名和网络。\n  Cannot be read: {error}. Look at the address and the network.")

if __name__ == "__main__":
    main()
