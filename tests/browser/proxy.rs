//! A door before the server that lets no script through: what a page looks like to somebody whose browser runs
//! none. Chromium with scripts switched off altogether makes chromedriver wait for ever once a form is sent.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;

const NO_SCRIPT: &[u8] = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// Listens for as long as the test runs; its port.
pub fn without_scripts(server: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for browser in listener.incoming().flatten() {
            // A browser that hangs up is no failure of the server's.
            thread::spawn(move || pass(browser, server).ok());
        }
    });
    port
}

/// One request a connection, so that only its head has to be understood.
fn pass(mut browser: TcpStream, server: u16) -> std::io::Result<()> {
    let (head, body_begun) = head(&mut browser)?;
    let path = head.split(' ').nth(1).unwrap_or_default();
    if path.starts_with("/assets/") && path.split('?').next().unwrap_or_default().ends_with(".js") {
        return browser.write_all(NO_SCRIPT);
    }
    let mut server = TcpStream::connect(("127.0.0.1", server))?;
    for line in head.lines().filter(|line| !line.to_lowercase().starts_with("connection:")) {
        write!(server, "{line}\r\n")?;
    }
    write!(server, "Connection: close\r\n\r\n")?;
    server.write_all(&body_begun)?;
    let (mut from, mut to) = (browser.try_clone()?, server.try_clone()?);
    thread::spawn(move || std::io::copy(&mut from, &mut to));
    std::io::copy(&mut server, &mut browser)?;
    browser.shutdown(Shutdown::Both)
}

/// The request's head without its empty line, and what came behind it.
fn head(browser: &mut TcpStream) -> std::io::Result<(String, Vec<u8>)> {
    let mut read = Vec::new();
    let mut piece = [0; 4096];
    loop {
        if let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            let body = read.split_off(end + 4);
            return Ok((String::from_utf8_lossy(&read[..end]).into_owned(), body));
        }
        match browser.read(&mut piece)? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            length => read.extend_from_slice(&piece[..length]),
        }
    }
}
