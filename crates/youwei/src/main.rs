//! The program: `youwei read` prints what a report promises, `youwei serve` makes
//! it a live account.
//!
//! Exit codes: 0 done, 1 something failed on the way, 2 bad input or bad usage.

mod failure;
mod keyfile;
mod read;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    /// 开网站: opens or makes the account in a folder, takes a report in, and serves it.
    Serve(serve::Arguments),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Read(arguments) => read::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
