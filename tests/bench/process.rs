//! The program itself: how soon it serves, and what it keeps in memory after a thousand pages.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::data::{Data, MONDAY, SECRET, Size, folder};
use crate::report::sign;

const READY_MS: f64 = 200.0;
const MEMORY_MB: f64 = 25.0;
const PAGES: usize = 1000;

pub fn print(sizes: &[Size]) {
    for size in sizes {
        let served = Served::start(*size);
        let ready = served.ready;
        let (first, after) = served.memory_after_pages();
        println!(
            "{}: ready after {ready:.0} ms (aim {READY_MS:.0}) {}; PSS {first:.1} MB at the start, {after:.1} MB \
             after {PAGES} pages (aim {MEMORY_MB:.0}) {}",
            size.words(),
            sign(ready <= READY_MS),
            sign(after < MEMORY_MB)
        );
    }
}

struct Served {
    process: Child,
    agent: ureq::Agent,
    base: String,
    cookie: String,
    /// Milliseconds until the first page was answered.
    ready: f64,
}

impl Served {
    fn start(size: Size) -> Self {
        let data = Data::copy_of(size);
        let port =
            std::net::TcpListener::bind("127.0.0.1:0").and_then(|probe| probe.local_addr()).expect("a port");
        let base = format!("http://{port}");
        let secret = folder().join("secret");
        std::fs::write(&secret, SECRET).expect("the secret");
        let begin = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
        // It refuses settings that it does not know, such as LINLI_BENCH_SIZES.
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("LINLI_"))
        {
            command.env_remove(name);
        }
        let process = command
            .arg("serve")
            .current_dir(folder())
            .env("LINLI_DATABASE_URL", format!("sqlite:{}", data.path.display()))
            .env("LINLI_LISTEN", port.to_string())
            .env("LINLI_PUBLIC_URL", &base)
            .env("LINLI_SECRET_FILE", secret)
            // As the README's service file has it.
            .env("MALLOC_ARENA_MAX", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        // Whatever proxy the environment names is not for this machine itself.
        let agent: ureq::Agent = ureq::Agent::config_builder().proxy(None).build().into();
        let health = format!("{base}/health");
        while agent.get(&health).call().is_err() {
            assert!(begin.elapsed() < Duration::from_secs(20), "it does not serve");
            std::thread::sleep(Duration::from_millis(1));
        }
        let ready = begin.elapsed().as_secs_f64() * 1000.0;
        Self { process, agent, base, cookie: data.cookie.clone(), ready }
    }

    /// A mix of public pages and a leader's search, as browsers ask for them.
    fn memory_after_pages(self) -> (f64, f64) {
        let first = self.memory();
        let paths = [
            "/c/c1".to_owned(),
            "/c/c1/calendar?view=month&month=2026-11".to_owned(),
            format!("/c/c1/timetable?date={MONDAY}"),
            "/my/find?troupe=1".to_owned(),
        ];
        for path in paths.iter().cycle().take(PAGES) {
            let page = self
                .agent
                .get(format!("{}{path}", self.base))
                .header("Cookie", &self.cookie)
                .header("Accept-Encoding", "br, gzip")
                .call()
                .unwrap_or_else(|error| panic!("{path}: {error}"));
            page.into_body().read_to_vec().expect("the page");
        }
        (first, self.memory())
    }

    /// Proportional set size: its own memory, and its share of what others use too.
    fn memory(&self) -> f64 {
        let rollup =
            std::fs::read_to_string(format!("/proc/{}/smaps_rollup", self.process.id())).expect("Linux");
        let pss = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).expect("Pss");
        pss.trim().trim_end_matches(" kB").trim().parse::<f64>().expect("a number") / 1024.0
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
