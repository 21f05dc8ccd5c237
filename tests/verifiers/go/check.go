package main

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// provenMax is for how many entries, spread over the log, a proof of each is made.
const provenMax = 2_000

// check does every check that what is given allows, says each that holds, and ends
// at the first that does not.
func check(all given, say func(format string, values ...any)) error {
	signed, err := all.source("checkpoint")
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	tree, err := openCheckpoint(signed, all.key)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	say("checkpoint: %s signed size %d, root %s", all.key.Name(), tree.N, tree.Hash)

	if err := checkEntries(all, tree, say); err != nil {
		return err
	}
	if all.old != nil {
		if err := checkOld(all, tree); err != nil {
			return fmt.Errorf("consistency: %w", err)
		}
		say("consistency: the tree extends the one of the older checkpoint")
	}
	for _, file := range all.proofs {
		index, size, err := checkProof(file, all.key)
		if err != nil {
			return fmt.Errorf("offline proof: %w", err)
		}
		say("offline proof: entry %d is in the tree of size %d", index, size)
	}
	return nil
}

// checkEntries holds the entries against the tiles, the tiles against the root, and
// both against a tree that tlog builds from the entries alone.
func checkEntries(all given, tree tlog.Tree, say func(string, ...any)) error {
	records, err := entries(all.source, tree.N)
	if err != nil {
		return fmt.Errorf("entries: %w", err)
	}
	built, err := build(records)
	if err != nil {
		return fmt.Errorf("tree of the entries: %w", err)
	}
	if built != tree {
		return fmt.Errorf("tree of the entries: its root is %s", built.Hash)
	}
	say("tree: the root is that of the %d entries", tree.N)
	if tree.N == 0 {
		return nil
	}

	reader := reader(all.source, tree)
	leaves := make([]int64, tree.N)
	for i := range leaves {
		leaves[i] = tlog.StoredHashIndex(0, int64(i))
	}
	hashes, err := reader.ReadHashes(leaves)
	if err != nil {
		return fmt.Errorf("tiles: %w", err)
	}
	for i, record := range records {
		if hashes[i] != tlog.RecordHash(record) {
			return fmt.Errorf("tiles: entry %d is not leaf %d", i, i)
		}
	}
	say("tiles: every one of the %d leaves is the hash of its entry", tree.N)

	step, proven := 1+tree.N/provenMax, 0
	for i := int64(0); i < tree.N; i += step {
		// Walking the last step back to the end has the last entry proven too.
		n := tree.N - 1 - i
		proof, err := tlog.ProveRecord(tree.N, n, reader)
		if err == nil {
			err = tlog.CheckRecord(proof, tree.N, tree.Hash, n, tlog.RecordHash(records[n]))
		}
		if err != nil {
			return fmt.Errorf("inclusion of entry %d: %w", n, err)
		}
		proven++
	}
	say("inclusion: %d of %d entries, each by a proof of its own", proven, tree.N)
	return nil
}

// checkOld makes the proof that the present tree extends an older one from the tiles,
// and checks it.
func checkOld(all given, tree tlog.Tree) error {
	old, err := openCheckpoint(all.old, all.key)
	if err != nil {
		return err
	}
	if old.N > tree.N {
		return fmt.Errorf("the log had %d entries and has %d", old.N, tree.N)
	}
	if old.N == 0 {
		// There is nothing to prove about an empty tree, but its root is known.
		if empty, err := build(nil); err != nil || old != empty {
			return fmt.Errorf("the older tree has no entries, but not the root of none (%v)", err)
		}
		return nil
	}
	proof, err := tlog.ProveTree(tree.N, old.N, reader(all.source, tree))
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash)
}

// checkProof checks a C2SP tlog-proof file whose extra line is the entry. It answers
// with the entry's index and the size of the tree that holds it.
func checkProof(file []byte, key note.Verifier) (index, size int64, err error) {
	head, signed, ok := strings.Cut(string(file), "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return 0, 0, fmt.Errorf("no tlog-proof")
	}
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil || !strings.HasPrefix(lines[1], "extra ") {
		return 0, 0, fmt.Errorf("the second line is not the entry: %v", err)
	}
	if _, err := fmt.Sscanf(lines[2], "index %d", &index); err != nil || lines[2] != fmt.Sprintf("index %d", index) {
		return 0, 0, fmt.Errorf("the third line is not the index: %v", err)
	}
	proof := make(tlog.RecordProof, len(lines)-3)
	for i, line := range lines[3:] {
		if proof[i], err = tlog.ParseHash(line); err != nil {
			return 0, 0, err
		}
	}
	tree, err := openCheckpoint([]byte(signed), key)
	if err != nil {
		return 0, 0, err
	}
	return index, tree.N, tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry))
}

// goHeader is the first line of Go's own tree; C2SP has the origin there. The other
// lines are the same, so tlog can parse them.
const goHeader = "go.sum database tree"

// openCheckpoint gives the tree of a checkpoint that the key signed for its own log.
func openCheckpoint(signed []byte, key note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(signed, note.VerifierList(key))
	if err != nil {
		return tlog.Tree{}, err
	}
	origin, rest, _ := strings.Cut(opened.Text, "\n")
	if origin != key.Name() {
		return tlog.Tree{}, fmt.Errorf("it is of the log %q", origin)
	}
	return tlog.ParseTree([]byte(goHeader + "\n" + rest))
}

// reader proves what it reads against the tree's root. Some versions of tlog, such as
// 0.7, leave a whole tile unproven where several subtrees of the root lie in one tile,
// so nothing here rests on that alone: leaves are held against entries, proofs against
// the root.
func reader(from source, tree tlog.Tree) tlog.HashReader {
	return tlog.TileHashReader(tree, &tiles{from, map[tlog.Tile][]byte{}})
}

// build makes the tree of some entries.
func build(records [][]byte) (tlog.Tree, error) {
	var stored []tlog.Hash
	known := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			found[i] = stored[index]
		}
		return found, nil
	})
	for i, record := range records {
		more, err := tlog.StoredHashes(int64(i), record, known)
		if err != nil {
			return tlog.Tree{}, err
		}
		stored = append(stored, more...)
	}
	if len(records) == 0 {
		// RFC 6962 hashes the empty string here, Go's own log has zeroes.
		return tlog.Tree{Hash: sha256.Sum256(nil)}, nil
	}
	size := int64(len(records))
	root, err := tlog.TreeHash(size, known)
	return tlog.Tree{N: size, Hash: root}, err
}
