//! The installation's secret: what tokens and digests are made with.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use secrecy::SecretString;

use super::tokens::random_token;

/// Fewer characters are no secret of ours.
const SHORTEST: usize = 32;

/// Reads the secret, and makes the file when it is missing: readable by its owner alone.
pub fn load_or_create(path: &Path) -> Result<SecretString, String> {
    match load(path) {
        Ok(Some(secret)) => Ok(secret),
        Ok(None) => {
            create(path)
                .map_err(|error| format!("cannot make the secret file {}: {error}", path.display()))?;
            load(path)?.ok_or_else(|| format!("the secret file {} has gone", path.display()))
        }
        Err(error) => Err(error),
    }
}

/// Reads the secret; `None` when there is no such file.
pub fn load(path: &Path) -> Result<Option<SecretString>, String> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("cannot read the secret file {}: {error}", path.display())),
    };
    let secret = text.trim();
    if secret.len() < SHORTEST {
        return Err(format!("the secret file {} holds fewer than {SHORTEST} characters", path.display()));
    }
    Ok(Some(secret.to_owned().into()))
}

/// Writes beside the file and links it into place, so that of two processes starting together one wins and
/// neither reads half a secret.
fn create(path: &Path) -> std::io::Result<()> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(format!(".{}", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    writeln!(file, "{}", random_token())?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn a_missing_secret_is_made_once_and_for_its_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("secret");
        let first = load_or_create(&path).unwrap();
        let again = load_or_create(&path).unwrap();
        assert_eq!(first.expose_secret(), again.expose_secret());
        assert!(first.expose_secret().len() >= SHORTEST);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_secret_that_is_none_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("secret");
        fs::write(&path, "123").unwrap();
        assert!(load_or_create(&path).is_err());
    }
}
