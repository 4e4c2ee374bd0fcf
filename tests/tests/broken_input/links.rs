//! Links that lead out, round or nowhere, files that nobody may read, and what is no file.

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::process::Command;

use super::RIGHT;
use super::means::{Folder, assessed, check, refused};

#[test]
fn a_link_out_of_the_folder_is_refused() {
    let (outside, folder) = (Folder::new("broken"), Folder::new("broken"));
    folder.put("register.toml", RIGHT);
    let secret = outside.put("secret.toml", "password = \"hunter2\"\n");
    symlink(secret, folder.at("link.toml")).unwrap();
    let message = refused(&check(&folder.0), &["`link.toml` is a link that leads out", "1 problem;"]);
    assert!(!message.contains("hunter2"));
}

#[test]
fn a_link_through_a_folder_with_the_same_beginning_is_refused() {
    let folder = Folder::new("broken");
    fs::create_dir(folder.at("reg")).unwrap();
    fs::create_dir(folder.at("registers")).unwrap();
    folder.put("reg/register.toml", RIGHT);
    folder.put("registers/other.toml", "");
    symlink("../registers/other.toml", folder.at("reg/link.toml")).unwrap();
    refused(&check(&folder.at("reg")), &["`link.toml` is a link that leads out"]);
}

#[test]
fn a_link_inside_the_folder_is_read() {
    let folder = Folder::new("broken");
    folder.put("register.txt", RIGHT);
    symlink("register.txt", folder.at("register.toml")).unwrap();
    assessed(&check(&folder.0));
    // A register that is itself a link, to a file or to a folder, is what it leads to.
    let links = Folder::new("broken");
    symlink(folder.at("register.txt"), links.at("file")).unwrap();
    assessed(&check(&links.at("file")));
    symlink(&folder.0, links.at("folder")).unwrap();
    assessed(&check(&links.at("folder")));
}

#[test]
fn links_that_lead_nowhere_or_round_are_refused() {
    let folder = Folder::new("broken");
    folder.put("register.toml", RIGHT);
    symlink("gone.toml", folder.at("dangling.toml")).unwrap();
    symlink("b.toml", folder.at("a.toml")).unwrap();
    symlink("a.toml", folder.at("b.toml")).unwrap();
    symlink("self.toml", folder.at("self.toml")).unwrap();
    let parts = ["dangling.toml", "a.toml", "b.toml", "self.toml", "4 problems"];
    refused(&check(&folder.0), &parts);
    refused(&check(&folder.at("self.toml")), &["cannot read", "self.toml"]);
    refused(&check(&folder.at("dangling.toml")), &["there is no file", "dangling.toml"]);
}

#[test]
fn a_folder_that_holds_itself_is_refused() {
    let folder = Folder::new("broken");
    folder.put("register.toml", RIGHT);
    symlink(".", folder.at("again.toml")).unwrap();
    refused(&check(&folder.0), &["`again.toml` is a folder"]);
}

#[test]
fn a_file_without_the_right_to_read_it_is_refused() {
    let folder = Folder::new("broken");
    let path = folder.put("register.toml", RIGHT);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if File::open(&path).is_ok() {
        // Root reads all the same; `a_file_system_that_refuses_is_reported` stands in for it.
        println!("skipped: this user may read every file");
        return;
    }
    refused(&check(&path), &["cannot read `register.toml`: permission denied"]);
    refused(&check(&folder.0), &["cannot read `register.toml`: permission denied"]);
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o000)).unwrap();
    let run = check(&folder.0);
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o700)).unwrap();
    refused(&run, &["cannot read the folder", "permission denied"]);
}

#[test]
fn a_pipe_is_refused_and_not_waited_for() {
    let folder = Folder::new("broken");
    let path = folder.at("pipe.toml");
    match Command::new("mkfifo").arg(&path).status() {
        Ok(status) if status.success() => {}
        _ => {
            println!("skipped: no mkfifo here");
            return;
        }
    }
    refused(&check(&path), &["`pipe.toml` is not a regular file"]);
    folder.put("register.toml", RIGHT);
    refused(&check(&folder.0), &["`pipe.toml` is not a regular file"]);
}

#[test]
fn sockets_and_devices_are_refused() {
    let folder = Folder::new("broken");
    let path = folder.at("socket.toml");
    let _socket = UnixListener::bind(&path).unwrap();
    refused(&check(&path), &["`socket.toml` is not a regular file"]);
    refused(&check("/dev/zero".as_ref()), &["`zero` is not a regular file"]);
}
