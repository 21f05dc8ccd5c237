//! What a log gives to strangers: tiles and bundles as C2SP tlog-tiles has them, proofs
//! of single entries, and checkpoints with the signatures of witnesses.

use youwei_tlog::{
    Checkpoint, Hashes, Note, OfflineProof, TileKind, TilePath, VerifierKey, consistency_proof,
    encode_bundle, inclusion_proof, root,
};

use crate::cosigned::Cosigned;
use crate::reader::{Store, ask};
use crate::{Broken, CosignError, LedgerError, Part, Reader};

impl Reader {
    /// The bytes of a tile of hashes or of a bundle of entries, or `None` if the log is
    /// not long enough for it. They never change.
    ///
    /// # Errors
    /// The store refuses, or what should be there is missing.
    pub fn tile(&self, path: &TilePath) -> Result<Option<Vec<u8>>, LedgerError> {
        if !path.exists_in(self.size()?) {
            return Ok(None);
        }
        let (first, width) = (path.first(), usize::from(path.width));
        match path.kind {
            TileKind::Hashes(level) => Ok(Some(self.hashes(level, first, width)?.concat())),
            TileKind::Entries => {
                let entries = self.entries(first, width)?;
                let missing = || LedgerError::Broken(Broken::missing(first + entries.len() as u64));
                if entries.len() < width {
                    return Err(missing());
                }
                let bytes: Vec<&[u8]> = entries.iter().map(|entry| &entry.bytes[..]).collect();
                encode_bundle(&bytes).map(Some).map_err(|_| missing())
            }
        }
    }

    /// A proof of one entry that is checked without the log, the entry itself in its
    /// `extra` line; or `None` if there is no such entry. It rests on the latest
    /// checkpoint that witnesses have signed, if that has the entry, and on the latest
    /// of all otherwise.
    ///
    /// # Errors
    /// The store refuses, or the log is broken.
    pub fn prove(&self, index: u64) -> Result<Option<OfflineProof>, LedgerError> {
        let Some(entry) = self.entries(index, 1)?.pop() else {
            return Ok(None);
        };
        let note = match ask!(self.store, cosigned(index + 1))? {
            Some(cosigned) => cosigned.note,
            None => self.checkpoint()?,
        };
        let size = self.log.read_checkpoint(&note)?.size;
        let hashes = inclusion_proof(self.log.suite, self, index, size)?;
        let checkpoint = self.log.read_note(&note)?;
        Ok(Some(OfflineProof {
            extra: Some(entry.bytes),
            index,
            hashes,
            checkpoint,
        }))
    }

    /// The hashes that show a log of `new` entries to have grown from its first `old`.
    ///
    /// # Errors
    /// There are not so many entries, or the store refuses.
    pub fn prove_growth(&self, old: u64, new: u64) -> Result<Vec<youwei_tlog::Hash>, LedgerError> {
        consistency_proof(self.log.suite, self, old, new)
    }

    /// The root of the tree of the first `size` entries.
    ///
    /// # Errors
    /// There are not so many entries, or the store refuses.
    pub fn root_of(&self, size: u64) -> Result<youwei_tlog::Hash, LedgerError> {
        root(self.log.suite, self, size)
    }

    /// The latest checkpoint that witnesses have signed, if any has.
    ///
    /// # Errors
    /// The store refuses.
    pub fn cosigned(&self) -> Result<Option<String>, LedgerError> {
        Ok(ask!(self.store, cosigned(0))?.map(|cosigned| cosigned.note))
    }

    /// Keeps the signatures that these witnesses put under a checkpoint of this log, and
    /// answers how many were new. Signatures of others are left out.
    ///
    /// # Errors
    /// It is no checkpoint that this log signed and still stands by, none of the
    /// witnesses signed it, or the store refuses. Nothing was kept.
    pub fn cosign(&self, note: &Note, witnesses: &[VerifierKey]) -> Result<usize, CosignError> {
        let checkpoint: Checkpoint = self.log.read_checkpoint(&note.to_string())?;
        let size = checkpoint.size;
        if size > self.size().map_err(CosignError::Ledger)? {
            return Err(CosignError::Ahead { size });
        }
        if root(self.log.suite, self, size)? != checkpoint.root {
            return Err(Broken::new(
                Part::Cosigned(size),
                "账本前段与该检查点不符,历史被改写",
                "the entries before it give another root: history was rewritten",
            )
            .into());
        }
        let mut signed = Vec::new();
        for line in &note.signatures {
            if let Some(witness) = witnesses.iter().find(|witness| witness.claims(line)) {
                if !witness.verifies(&note.text, line) {
                    return Err(CosignError::Signature {
                        name: witness.name().to_owned(),
                    });
                }
                signed.push((witness.clone(), line.clone()));
            }
        }
        if signed.is_empty() {
            return Err(CosignError::NoWitness);
        }
        let mut kept = match ask!(self.store, cosigned_at(size))? {
            Some(kept) => kept,
            None => Cosigned::new(&self.log, size, note)?,
        };
        let added = kept.add(&self.log, signed)?;
        if added > 0 {
            ask!(self.store, keep_cosigned(&kept))?;
        }
        Ok(added)
    }
}
