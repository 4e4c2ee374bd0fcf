//! The report of each real register in a browser: no error, no request, filters and keyboard, as many routes as
//! flows, and a print-out. Without a browser the tests say so and pass; `CHROMIUM` names one.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test that cannot go on should fail, and this one drives a program"
)]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use transfer_tests::{material, transfer};
use tungstenite::{Message, WebSocket};

/// The browser, where there is one.
fn browser() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Some(named.into());
    }
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|file| file.is_file())
}

/// A page in a browser of its own, driven by the `DevTools` protocol.
struct Page {
    child: Child,
    home: PathBuf,
    socket: WebSocket<TcpStream>,
    next: u64,
    /// Requests other than for the page, errors of the console, exceptions.
    wrong: Vec<String>,
}

impl Page {
    fn open(browser: &Path, file: &Path, script: bool) -> Self {
        let home = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("browser-{}", file.to_string_lossy().replace(['/', '.'], "-")));
        let _ = fs::remove_dir_all(&home);
        let mut child = Command::new(browser)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--window-size=1400,1000",
                &format!("--user-data-dir={}", home.display()),
                "about:blank",
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let mut port = None;
        let mut line = String::new();
        while port.is_none() && lines.read_line(&mut line).unwrap() > 0 {
            port = line
                .split("ws://127.0.0.1:")
                .nth(1)
                .and_then(|rest| rest.split('/').next())
                .and_then(|port| port.trim().parse::<u16>().ok());
            line.clear();
        }
        // What else it says is read, so that it does not wait for a reader.
        std::thread::spawn(move || {
            let mut rest = Vec::new();
            let _ = lines.read_to_end(&mut rest);
        });
        let port = port.unwrap();
        let target = target(port);
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        let (socket, _) = tungstenite::client(target.as_str(), stream).unwrap();
        let mut page = Self { child, home, socket, next: 0, wrong: Vec::new() };
        for domain in ["Page", "Runtime", "Network", "Log"] {
            page.call(&format!("{domain}.enable"), json!({}));
        }
        if !script {
            page.call("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
        }
        let address = format!("file://{}", file.display());
        page.call("Page.navigate", json!({ "url": address }));
        page.until("Page.loadEventFired");
        page
    }

    fn call(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        let text = json!({ "id": id, "method": method, "params": params }).to_string();
        self.socket.send(Message::text(text)).unwrap();
        loop {
            let answer = self.read();
            if answer["id"] == id {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].clone();
            }
        }
    }

    fn until(&mut self, event: &str) {
        while self.read()["method"] != event {}
    }

    fn read(&mut self) -> Value {
        loop {
            let Message::Text(text) = self.socket.read().unwrap() else { continue };
            let message: Value = serde_json::from_str(&text).unwrap();
            match message["method"].as_str() {
                Some("Network.requestWillBeSent") => {
                    let url = message["params"]["request"]["url"].as_str().unwrap_or_default().to_owned();
                    if !url.starts_with("file://") || message["params"]["type"] != "Document" {
                        self.wrong.push(format!("request {url}"));
                    }
                }
                Some("Log.entryAdded") => self.wrong.push(message["params"]["entry"]["text"].to_string()),
                Some("Runtime.exceptionThrown" | "Runtime.consoleAPICalled") => {
                    self.wrong.push(message["params"].to_string());
                }
                _ => {}
            }
            return message;
        }
    }

    fn ask(&mut self, expression: &str) -> Value {
        let answer = self.call(
            "Runtime.evaluate",
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true }),
        );
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    fn key(&mut self, key: &str, code: u32, text: &str) {
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            self.call(
                "Input.dispatchKeyEvent",
                json!({ "type": kind, "key": key, "code": key, "text": text, "windowsVirtualKeyCode": code }),
            );
        }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.home);
    }
}

/// The address of the first page of a browser.
fn target(port: u16) -> String {
    use std::io::Write as _;
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "GET /json/list HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n").unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut answer = Vec::new();
    let mut part = [0u8; 4096];
    loop {
        let read = stream.read(&mut part).unwrap_or(0);
        answer.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&answer);
        if let Some((_, body)) = text.split_once("\r\n\r\n")
            && let Ok(list) = serde_json::from_str::<Value>(body)
        {
            let pages = list.as_array().unwrap().iter().find(|target| target["type"] == "page");
            return pages.unwrap()["webSocketDebuggerUrl"].as_str().unwrap().to_owned();
        }
        assert!(read > 0, "the browser lists its pages: {text}");
    }
}

fn written(name: &str, register: &str, quarter: &str) -> PathBuf {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("browser_report_{name}"));
    let _ = fs::remove_dir_all(&out);
    let register = material(register);
    let run = transfer(&[
        "report",
        register.to_str().unwrap(),
        "--quarter",
        quarter,
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(run.status, 0, "{}", run.message);
    out
}

fn skip() {
    println!(
        "skipped: no browser (Chromium or Chrome) is on the path and CHROMIUM names none; the report was not opened in one"
    );
}

#[test]
fn reports_of_real_registers_work_in_a_browser() {
    let Some(browser) = browser() else { return skip() };
    for (name, quarter) in [
        ("egress", "2021-Q1"),
        ("impero", "2021-Q2"),
        ("deskpro", "2018-Q2"),
        ("insidesales", "2018-Q2"),
        ("worldwide", "2026-Q4"),
    ] {
        let folder = written(name, &format!("registers/{name}"), quarter);
        let json: Value = serde_json::from_slice(&fs::read(folder.join("assessment.json")).unwrap()).unwrap();
        let flows = json["flows"].as_array().unwrap();
        let mut page = Page::open(&browser, &folder.join("report.html"), true);

        // As many rows, routes and arrows as flows.
        let count = |page: &mut Page, what: &str| {
            let ask = format!(
                "new Set(Array.from(document.querySelectorAll('{what}'), (n) => n.dataset.flow ?? n.dataset.row)).size"
            );
            page.ask(&ask).as_u64().unwrap()
        };
        let all = u64::try_from(flows.len()).unwrap();
        assert_eq!(count(&mut page, "#flows tbody tr"), all, "{name}: rows");
        assert_eq!(count(&mut page, "svg.map [data-flow]"), all, "{name}: routes on the map");
        assert_eq!(count(&mut page, ".drawing svg [data-flow]"), all, "{name}: arrows of the graph");

        // The filter by verdict leaves those rows, and pales the rest of both pictures.
        let verdict = flows[0]["verdict"].as_str().unwrap();
        let with = flows.iter().filter(|flow| flow["verdict"] == verdict).count();
        page.ask(&format!(
            "(() => {{ const s = document.getElementById('by-verdict'); s.value = '{verdict}'; s.dispatchEvent(new Event('change')); }})()"
        ));
        let visible =
            "Array.from(document.querySelectorAll('#flows tbody tr')).filter((r) => !r.hidden).length";
        assert_eq!(page.ask(visible), json!(with), "{name}: filtered by verdict");
        let routes = "new Set(Array.from(document.querySelectorAll('svg.map .route:not(.pale)'), (n) => n.dataset.flow)).size";
        assert_eq!(page.ask(routes), json!(with), "{name}: routes left");
        page.ask("document.getElementById('clear').click()");
        assert_eq!(page.ask(visible), json!(all), "{name}: all again");

        // Words typed by hand.
        let id = flows[0]["id"].as_str().unwrap().to_owned();
        page.ask("document.getElementById('find').focus()");
        page.call("Input.insertText", json!({ "text": id }));
        assert!(page.ask(visible).as_u64().unwrap() >= 1, "{name}: found by id");
        let told = page.ask("document.getElementById('shown').textContent");
        assert!(told.as_str().unwrap().contains("flows"), "{name}: {told}");
        page.ask("document.getElementById('clear').click()");

        // By keyboard: a head sorts, a row is chosen.
        page.ask("document.querySelector('#flows thead th [role=button]').focus()");
        page.key("Enter", 13, "\r");
        assert_eq!(
            page.ask("document.querySelector('#flows thead th').getAttribute('aria-sort')"),
            json!("ascending"),
            "{name}"
        );
        page.key("Enter", 13, "\r");
        let first = page.ask("document.querySelector('#flows tbody th').textContent.trim().split(' ')[0]");
        let last = flows.iter().map(|flow| flow["id"].as_str().unwrap()).max().unwrap();
        assert_eq!(first, json!(last), "{name}: sorted from the end");
        page.ask("document.querySelector('#flows tbody tr').focus()");
        page.key("Enter", 13, "\r");
        assert_eq!(page.ask("document.querySelectorAll('tr.chosen').length"), json!(1), "{name}");
        assert_eq!(page.ask(routes), json!(1), "{name}: one route stands out");
        page.key("Escape", 27, "");
        assert_eq!(page.ask("document.querySelectorAll('tr.chosen').length"), json!(0), "{name}");

        // Nothing sticks out to the side of the page; wide tables scroll by themselves.
        let wide =
            page.ask("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1");
        assert_eq!(wide, json!(true), "{name}: the page is as wide as its window");

        // A print-out of several pages.
        let pdf =
            page.call("Page.printToPDF", json!({ "preferCSSPageSize": true, "printBackground": false }));
        assert!(pdf["data"].as_str().unwrap().len() > 50_000, "{name}: the print-out");
        assert_eq!(page.wrong, Vec::<String>::new(), "{name}: errors and requests");
    }
}

#[test]
fn hostile_texts_run_nothing() {
    let Some(browser) = browser() else { return skip() };
    let folder = written("hostile", "hostile/register.toml", "2024-Q1");
    let mut page = Page::open(&browser, &folder.join("report.html"), true);
    assert_eq!(page.ask("document.scripts.length"), json!(1));
    assert_eq!(
        page.ask("document.querySelectorAll('x, b').length"),
        json!(0),
        "no element of the register's"
    );
    assert_eq!(page.wrong, Vec::<String>::new());
    let mut papers = 0;
    for entry in fs::read_dir(folder.join("tia")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "html") {
            let mut page = Page::open(&browser, &path, true);
            assert_eq!(page.ask("document.scripts.length"), json!(0));
            assert_eq!(page.wrong, Vec::<String>::new());
            papers += 1;
        }
    }
    assert!(papers > 0);
}

#[test]
fn without_script_tables_and_pictures_stay() {
    let Some(browser) = browser() else { return skip() };
    let folder = written("still", "registers/egress", "2021-Q1");
    let mut page = Page::open(&browser, &folder.join("report.html"), false);
    let tree = page.call("DOM.getDocument", json!({ "depth": -1 }));
    let root = tree["root"]["nodeId"].clone();
    let mut count = |what: &str| {
        let found = page.call("DOM.querySelectorAll", json!({ "nodeId": root, "selector": what }));
        found["nodeIds"].as_array().unwrap().len()
    };
    assert!(count("#flows tbody tr") > 5);
    assert!(count("svg.map .route") > 5);
    assert_eq!(count(".controls[hidden]"), 1, "controls that would do nothing are not shown");
    assert_eq!(count("#flows tbody tr[hidden]"), 0);
}
