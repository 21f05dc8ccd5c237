//! How to check the ledger without trusting whoever keeps it: for a citizen who wants
//! to hold on to one entry, and for an auditor who wants all of it.

use axum::http::header::HOST;
use maud::{Markup, html};
use youwei_ledger::Head;
use youwei_tlog::{Checkpoint, Note, Suite};

use crate::ask::Ask;
use crate::fault::Fault;
use crate::published::SCRIPT_NAME;
use crate::shell::word;
use crate::upload::hex;
use crate::words::Lang;

/// The section of the ledger's page, with this log's own key and commands.
pub(super) fn section(ask: &Ask, head: &Head) -> Result<Markup, Fault> {
    let ledger = &ask.app.ledger;
    let note = ledger.checkpoint()?;
    let commands = Commands {
        key: word(&ledger.key().to_string()),
        log: word(&format!("{}/log", site(ask))),
    };
    Ok(html! {
        (state(ask, head))
        section.check aria-labelledby="check" {
            h2.part #check { (ask.lang.pick("怎样核对，不必相信我们", "How to check, without trusting us")) }
            (slip(ask.lang, &note))
            div.ways {
                (one_entry(ask.lang, &commands))
                (whole_log(ask.lang, &commands))
                (other_tools(ask.lang, ledger.suite(), ledger.cosigned()?.as_deref()))
            }
        }
    })
}

/// What is typed to check, ready to be copied.
struct Commands {
    key: String,
    log: String,
}

/// Name, size, root and key.
fn state(ask: &Ask, head: &Head) -> Markup {
    let lang = ask.lang;
    let ledger = &ask.app.ledger;
    html! {
        dl.facts.state {
            dt { (lang.pick("名称", "Name")) } dd { code { (ledger.origin()) } }
            dt { (lang.pick("条数", "Entries")) } dd { b { (head.size) } }
            dt { (lang.pick("根哈希", "Root hash")) } dd { code { (hex(&head.root)) } }
            dt { (lang.pick("公钥", "Public key")) } dd { code { (ledger.key()) } }
        }
    }
}

/// What a checkpoint is, with the present one.
fn slip(lang: Lang, note: &str) -> Markup {
    html! {
        div.slip {
            div {
                h3 { (lang.pick("检查点：一张签了名的小条", "A checkpoint: a signed slip") ) }
                p { (lang.pick(
                    "这几行就是整本账的凭据：名称、条数、根哈希、账本密钥的签名。把它抄在我们管不到的地方：自己的本子、邮箱、报纸。",
                    "These few lines stand for the whole ledger: its name, its size, its root hash, and the signature of its key. Keep them where we cannot reach: in your notebook, your mailbox, a newspaper.",
                )) }
                p { (lang.pick(
                    "以后账上只许增加。若有人改写、删去或截掉了你抄写之前的任何一条，拿旧小条一对就露馅，哪怕改的人手里有我们的密钥。",
                    "From then on the ledger can only be added to. If anyone rewrites, removes or cuts off a single entry from before your note, the old slip gives it away, even if they hold our key.",
                )) }
                p { (lang.pick(
                    "公钥也请从别处再得一份（公报、报纸、公证处），与本页的比对。",
                    "Get the public key from elsewhere as well (a gazette, a newspaper, a notary) and compare it with the one on this page.",
                )) }
            }
            div {
                pre.note tabindex="0" { code { (note) } }
                p.quiet { a href="/log/checkpoint" download="checkpoint.txt" { (lang.pick("保存检查点", "Save the checkpoint")) } }
            }
        }
    }
}

/// The first way: one entry.
fn one_entry(lang: Lang, commands: &Commands) -> Markup {
    let proof = "*.tlog-proof";
    html! {
        section.card.on {
            h3 { (lang.pick("一、只核对一条", "1. One entry")) }
            p { (lang.pick(
                "在任何一条、或一项承诺的每一步修改旁，按“证明此条”，得到一个小文件：里面有这一条的原文、通到根哈希的路、签了名的检查点。它不用联网就能核对，账本没了也照样有效。",
                "Beside any entry, and beside each step in a commitment's history, “Prove this” gives a small file: the entry itself, its path to the root hash, and the signed checkpoint. It is checked offline, and stays good if the ledger is gone.",
            )) }
            (command(&format!("youwei check-proof {proof} --key {}", commands.key)))
            p.quiet { (lang.pick("或用下面的脚本：", "Or with the script below:")) }
            (command(&format!("python3 {SCRIPT_NAME} --key {} --proof {proof}", commands.key)))
        }
    }
}

/// The second way: all of it.
fn whole_log(lang: Lang, commands: &Commands) -> Markup {
    let script = |more: &str| {
        let Commands { key, log } = commands;
        format!("python3 {SCRIPT_NAME} {log} --key {key} {more}")
    };
    html! {
        section.card.on {
            h3 { (lang.pick("二、核对整本账", "2. The whole ledger")) }
            p {
                (lang.pick("一个脚本，只需 Python 3.9，短到可以先通读一遍：", "One script that needs Python 3.9 and nothing else, short enough to be read first: "))
                a href="/log/check.py" download=(SCRIPT_NAME) { (SCRIPT_NAME) }
                (lang.pick("。它取下全部条目，自己算出根哈希，再核对签名：", ". It fetches all entries, works out the root hash itself, and checks the signature:"))
            }
            (command(&script("--save today.txt")))
            p.quiet { (lang.pick("过些时候，看看自那以后是不是只增未改：", "Some time later, see that nothing but additions came since:")) }
            (command(&script("--from today.txt")))
        }
    }
}

/// The third way: programs of others.
fn other_tools(lang: Lang, suite: Suite, cosigned: Option<&str>) -> Markup {
    html! {
        section.card.on {
            h3 { (lang.pick("三、用别人的程序", "3. With programs of others")) }
            p { (lang.pick(
                "格式都是公开的：C2SP 的 tlog-tiles、tlog-checkpoint、signed-note、tlog-proof，默克尔树按 RFC 6962。",
                "All formats are public: tlog-tiles, tlog-checkpoint, signed-note and tlog-proof of C2SP, the Merkle tree of RFC 6962.",
            )) }
            @if suite == Suite::International {
                p { (lang.pick(
                    "哈希是 SHA-256，签名是 Ed25519，所以 Go 自己的 golang.org/x/mod/sumdb（note、tlog）等现成的程序就能核对本账。",
                    "Hashes are SHA-256 and signatures Ed25519, so ready-made programs such as Go's own golang.org/x/mod/sumdb (note, tlog) can check this ledger.",
                )) }
            } @else {
                p { (lang.pick(
                    "本账用国密：SM3（GB/T 32905）和 SM2（GB/T 32918），签名可用 OpenSSL 3 核对；只认 SHA-256 和 Ed25519 的程序核对不了它。",
                    "This ledger uses the national cryptography, SM3 (GB/T 32905) and SM2 (GB/T 32918); OpenSSL 3 checks its signatures. Programs that know SHA-256 and Ed25519 alone cannot check it.",
                )) }
            }
            ul.addresses {
                @for (address, what) in [
                    ("/log/checkpoint", lang.pick("最新检查点", "the latest checkpoint")),
                    ("/log/key", lang.pick("公钥", "the public key")),
                ] { li { a href=(address) { code { (address) } } " " (what) } }
                @match cosigned.map(witnesses) {
                    Some((size, names)) => li {
                        a href="/log/cosigned" { code { "/log/cosigned" } } " "
                        (lang.pick(format!("第 {size} 条处的检查点，见证人已联署："), format!("the checkpoint at {size} entries, cosigned by ")))
                        (names.join(lang.pick("、", ", ")))
                    },
                    None => li { code { "/log/cosigned" } " " (lang.pick("见证人联署的检查点（还没有）", "the checkpoint that witnesses cosigned (none yet)")) },
                }
                li { code { "/log/tile/0/000" } " " (lang.pick("哈希瓦片，每片 256 个", "tiles of 256 hashes")) }
                li { code { "/log/tile/entries/000" } " " (lang.pick("条目原文，每束 256 条", "bundles of 256 entries")) }
            }
        }
    }
}

/// The size of a cosigned checkpoint and who signed it beside the log.
fn witnesses(note: &str) -> (u64, Vec<String>) {
    let Ok(note) = Note::parse(note.as_bytes()) else {
        return (0, Vec::new());
    };
    let checkpoint: Result<Checkpoint, _> = note.text.parse();
    let (origin, size) = checkpoint.map_or_else(|_| Default::default(), |it| (it.origin, it.size));
    let others = note.signatures.into_iter().map(|line| line.name);
    (size, others.filter(|name| *name != origin).collect())
}

fn command(line: &str) -> Markup {
    html! { pre.command tabindex="0" { code { (line) } } }
}

/// The address under which this page was asked for, as a stranger types it.
fn site(ask: &Ask) -> String {
    let header = |name: &str| ask.headers.get(name).and_then(|value| value.to_str().ok());
    // A proxy in front says how it was asked itself; it changes nothing but these words.
    let scheme = match header("x-forwarded-proto") {
        Some("https") => "https",
        _ => "http",
    };
    let host = header(HOST.as_str()).unwrap_or("127.0.0.1:8080");
    format!("{scheme}://{host}")
}
