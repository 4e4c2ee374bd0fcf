//! The binary: hands the arguments and the outside world to the library and exits with its status.

use std::process::ExitCode;

fn main() -> ExitCode {
    transfer_cli::main()
}
