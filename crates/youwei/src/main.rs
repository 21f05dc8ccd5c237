//! The program: `youwei read` prints what a report promises, `youwei serve` makes
//! it a live account, others check its log or prove an entry of it; `youwei decide` decides
//! cases by a decision model, `youwei check` says what is wrong with one.
//!
//! Exit codes: 0 done, 1 something was found or failed on the way, 2 bad input or bad
//! usage.

mod act;
mod backup;
mod check;
mod check_proof;
mod cosign;
mod decide;
mod diff;
mod erase;
mod failure;
mod file;
mod founding;
mod house;
mod init;
mod key;
mod keyfile;
mod master;
mod model;
mod opening;
mod place;
mod progress;
mod prove;
mod read;
mod rebuild;
mod rehearse;
mod rewrap;
mod serve;
mod tck;
mod trusted;
mod user;
mod verify;
mod year;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Entries are folded and pages made of many small pieces, often freed by another thread
/// than made them, which the system's allocator does slowly.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// 有为: a government's promises, made checkable.
#[derive(Parser)]
#[command(name = "youwei", version, about, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 读报告: reads reports (.txt .md .html .docx .pdf) and prints what they promise.
    Read(read::Arguments),
    /// 比两年: holds last year's report against this year's: kept, raised, lowered, dropped.
    Diff(diff::Arguments),
    /// 开网站: opens or makes the account in a folder, takes a report in, and serves it.
    Serve(serve::Arguments),
    /// 核对账本: recomputes a whole log; says what is wrong and where, then size and root hash.
    Verify(verify::Arguments),
    /// 证明一条: writes the proof that an entry is in the log, for whoever has the key.
    Prove(prove::Arguments),
    /// 核对证明: checks the proof of an entry with keys alone, without the log.
    CheckProof(check_proof::Arguments),
    /// 公钥: prints the public key of a log, to be noted down elsewhere.
    Key(place::Arguments),
    /// 检查点: prints the latest signed checkpoint of a log, to be noted down elsewhere.
    Checkpoint(place::Arguments),
    /// 收联署: keeps the signatures that witnesses put under a checkpoint.
    Cosign(cosign::Arguments),
    /// 抹除: destroys a person's key and values; the log says so and every proof stays valid.
    Erase(erase::Arguments),
    /// 管用户: makes users, grants and takes posts, unlocks, resets passwords; lists them.
    User(user::Arguments),
    /// 备份: writes a whole log and its files to one file while others go on.
    Backup(backup::BackupArguments),
    /// 恢复: proves a backup from end to end and brings it back.
    Restore(backup::RestoreArguments),
    /// 换主密钥: wraps the keys of all persons with another master key.
    Rewrap(rewrap::Arguments),
    /// 重建: makes everything that is derived from the entries anew.
    Rebuild(place::Arguments),
    /// 判定: decides the rows of a file by a decision model (.dmn), and says why.
    Decide(decide::Arguments),
    /// 检查模型: says what is wrong with decision models, and runs their worked cases.
    Check(check::Arguments),
    /// 办事: does an action of a declared system, under the same rules as on the pages.
    Act(act::Arguments),
    /// 演练: runs the examples of systems day by day, and says where they disagree.
    Rehearse(rehearse::Arguments),
    /// 建城市: writes the folder of a city, to be made one's own.
    Init(init::Arguments),
    /// 跑标准测试: runs a folder of the DMN TCK and writes its result files.
    Tck(tck::Arguments),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Read(arguments) => read::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Prove(arguments) => prove::run(&arguments),
        Command::CheckProof(arguments) => check_proof::run(&arguments),
        Command::Key(arguments) => key::run(&arguments),
        Command::Checkpoint(arguments) => key::checkpoint(&arguments),
        Command::Cosign(arguments) => cosign::run(&arguments),
        Command::Erase(arguments) => erase::run(&arguments),
        Command::User(arguments) => user::run(&arguments),
        Command::Backup(arguments) => backup::backup(&arguments),
        Command::Restore(arguments) => backup::restore(&arguments),
        Command::Rewrap(arguments) => rewrap::run(&arguments),
        Command::Rebuild(arguments) => rebuild::run(&arguments),
        Command::Decide(arguments) => decide::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Act(arguments) => act::run(&arguments),
        Command::Rehearse(arguments) => rehearse::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Tck(arguments) => tck::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
