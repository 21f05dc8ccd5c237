package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"sort"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A falsehood is one way of lying about a log that is in order: of a kind, at a place,
// and the check that has to find it.
type falsehood struct {
	kind, place string
	check       func() error
}

// rejectAll wants the log in order as it is, and each falsehood about it found.
func rejectAll(all given) error {
	// What the checks read is what can be falsified; it is read once and kept.
	kept := map[string][]byte{}
	remote := all.source
	all.source = func(path string) ([]byte, error) {
		if data, ok := kept[path]; ok {
			return data, nil
		}
		data, err := remote(path)
		if err == nil {
			kept[path] = data
		}
		return data, err
	}
	if err := check(all, quietly); err != nil {
		return fmt.Errorf("the log is not in order to begin with: %w", err)
	}
	tree, err := openCheckpoint(kept["checkpoint"], all.key)
	if err != nil {
		return err
	}
	records, err := entries(all.source, tree.N)
	if err != nil {
		return err
	}
	if len(records) < 2 {
		return fmt.Errorf("a log of %d entries is too short to be falsified; add some", len(records))
	}

	lies := append(flippedFiles(all, kept), changedBundles(all, kept)...)
	for _, more := range []func(given, tlog.Tree, [][]byte) ([]falsehood, error){signedFalsely, rewritten} {
		found, err := more(all, tree, records)
		if err != nil {
			return err
		}
		lies = append(lies, found...)
	}
	for _, proof := range all.proofs {
		lies = append(lies, changedProofs(all, proof)...)
	}

	// Many lies are of one kind; each kind gets a line, in the order of the first.
	count, why := map[string]int{}, map[string]error{}
	var kinds []string
	for _, lie := range lies {
		err := lie.check()
		if err == nil {
			return fmt.Errorf("NOT rejected: %s: %s", lie.kind, lie.place)
		}
		if count[lie.kind] == 0 {
			kinds = append(kinds, lie.kind)
			why[lie.kind] = err
		}
		count[lie.kind]++
	}
	for _, kind := range kinds {
		fmt.Printf("ok   rejected: %s (%d; %v)\n", kind, count[kind], why[kind])
	}
	return nil
}

func quietly(string, ...any) {}

// whole checks everything but what was handed in beside the log.
func (g given) whole() error {
	g.old, g.proofs = nil, nil
	return check(g, quietly)
}

// with answers one path with other bytes.
func (g given) with(path string, data []byte) given {
	before := g.source
	g.source = func(asked string) ([]byte, error) {
		if asked == path {
			return data, nil
		}
		return before(asked)
	}
	return g
}

// flip is a copy with one bit changed.
func flip(data []byte, at int) []byte {
	copied := append([]byte(nil), data...)
	copied[at] ^= 1
	return copied
}

// paths are those of the files kept, in order.
func paths(kept map[string][]byte) (found []string) {
	for path := range kept {
		found = append(found, path)
	}
	sort.Strings(found)
	return found
}

// flippedFiles change one bit near the start, in the middle and at the end of every
// tile and bundle, and one in every byte of the checkpoint's text.
func flippedFiles(all given, kept map[string][]byte) (lies []falsehood) {
	for _, path := range paths(kept) {
		data := kept[path]
		kind := "a flipped bit in a tile"
		places := []int{0, 2, len(data) / 2, len(data) - 1}
		if strings.HasPrefix(path, "tile/entries/") {
			kind = "a flipped bit in an entry bundle"
		}
		if path == "checkpoint" {
			// A bit of another signer's line may change: it is not ours to judge.
			kind, places = "a flipped bit in the checkpoint's text", nil
			for at := range data[:bytes.LastIndex(data, []byte("\n\n"))] {
				places = append(places, at)
			}
		}
		for _, at := range places {
			place := fmt.Sprintf("%s, byte %d", path, at)
			lies = append(lies, falsehood{kind, place, all.with(path, flip(data, at)).whole})
		}
	}
	return lies
}

// changedBundles leave out, double and exchange whole entries.
func changedBundles(all given, kept map[string][]byte) (lies []falsehood) {
	for _, path := range paths(kept) {
		found, err := unbundle(kept[path])
		if !strings.HasPrefix(path, "tile/entries/") || err != nil {
			continue
		}
		last := len(found) - 1
		tell := func(kind string, entries ...[]byte) {
			lies = append(lies, falsehood{kind, path, all.with(path, bundle(entries)).whole})
		}
		tell("an entry left out", found[:last]...)
		tell("an entry twice", append(found[:last+1:last+1], found[last])...)
		tell("an empty entry more", append(found[:last+1:last+1], nil)...)
		if last > 0 {
			exchanged := append([][]byte{found[last]}, found[1:last]...)
			tell("two entries exchanged", append(exchanged, found[0])...)
			tell("an entry in another's place", append(found[:last:last], found[0])...)
		}
	}
	return lies
}

// signedFalsely has the right tree under a wrong signature, and wrong trees under the
// signature of a key that is trusted, as a log would sign that lies.
func signedFalsely(all given, tree tlog.Tree, records [][]byte) (lies []falsehood, err error) {
	name := all.key.Name()
	liar, err := newSigner(name)
	if err != nil {
		return nil, err
	}
	tell := func(kind string, signed []byte) {
		lies = append(lies, falsehood{kind, "checkpoint", all.with("checkpoint", signed).whole})
	}
	signed := liar.sign(tree)
	tell("a checkpoint signed by another key of the same name", signed)
	text, line, _ := strings.Cut(string(signed), "\n\n— "+name+" ")
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(line))
	if err != nil {
		return nil, err
	}
	binary.BigEndian.PutUint32(raw, all.key.KeyHash())
	posing := text + "\n\n— " + name + " " + base64.StdEncoding.EncodeToString(raw) + "\n"
	tell("a checkpoint of another key under the number of the log's", []byte(posing))
	tell("a checkpoint that nobody signed", []byte(text+"\n\n"))

	all.key = liar.key
	if err := all.with("checkpoint", signed).whole(); err != nil {
		return nil, fmt.Errorf("the true tree under a new key: %w", err)
	}
	wrong := tree
	wrong.Hash[0] ^= 1
	tell("a wrong root, signed", liar.sign(wrong))
	shorter, err := build(records[:len(records)-1])
	if err != nil {
		return nil, err
	}
	tell("the root of a shorter log, signed", liar.sign(tlog.Tree{N: tree.N, Hash: shorter.Hash}))
	return lies, nil
}

// rewritten has older checkpoints that the present tree does not extend: of a longer
// log, of a log whose history had another entry, and with the root of another size.
func rewritten(all given, tree tlog.Tree, records [][]byte) (lies []falsehood, err error) {
	liar, err := newSigner(all.key.Name())
	if err != nil {
		return nil, err
	}
	all.key = liar.key
	extends := func(old tlog.Tree) func() error {
		told := all
		told.old = liar.sign(old)
		return func() error { return checkOld(told, tree) }
	}
	size := int64(len(records))
	for _, n := range []int64{1, size / 2, size - 1} {
		before, err := build(records[:n])
		if err != nil {
			return nil, err
		}
		if err := extends(before)(); err != nil {
			return nil, fmt.Errorf("the true tree of %d entries as the older one: %w", n, err)
		}
		changed := append([][]byte(nil), records[:n]...)
		changed[n/2] = append([]byte(" "), changed[n/2]...)
		forked, err := build(changed)
		if err != nil {
			return nil, err
		}
		place := fmt.Sprintf("%d entries", n)
		lies = append(lies,
			falsehood{"an older checkpoint of another history", place, extends(forked)},
			falsehood{"an older checkpoint with the root of another size", place, extends(tlog.Tree{N: n, Hash: tree.Hash})})
	}
	longer, err := build(append(records[:size:size], []byte("{}")))
	if err != nil {
		return nil, err
	}
	return append(lies,
		falsehood{"an older checkpoint of a longer log", "", extends(longer)},
		falsehood{"an older checkpoint of this size with another root", "", extends(tlog.Tree{N: size, Hash: longer.Hash})}), nil
}

// changedProofs falsify each line of a proof file in turn.
func changedProofs(all given, proof []byte) (lies []falsehood) {
	head, signed, _ := strings.Cut(string(proof), "\n\n")
	lines := strings.Split(head, "\n")
	tell := func(kind string, lines []string) {
		file := []byte(strings.Join(lines, "\n") + "\n\n" + signed)
		lies = append(lies, falsehood{kind, lines[2], func() error {
			_, _, err := checkProof(file, all.key)
			return err
		}})
	}
	changed := func(at int, line string) []string {
		copied := append([]string(nil), lines...)
		copied[at] = line
		return copied
	}
	flipped := func(text string) string {
		raw, _ := base64.StdEncoding.DecodeString(text)
		return base64.StdEncoding.EncodeToString(flip(raw, len(raw)/2))
	}
	var index int64
	fmt.Sscanf(lines[2], "index %d", &index)
	tell("a proof of another version", changed(0, "c2sp.org/tlog-proof@v2"))
	tell("a proof with a flipped bit in its entry", changed(1, "extra "+flipped(lines[1][len("extra "):])))
	tell("a proof with another index", changed(2, fmt.Sprintf("index %d", index^1)))
	for at := 3; at < len(lines); at++ {
		tell("a proof with a flipped bit in a hash", changed(at, flipped(lines[at])))
		tell("a proof with a hash left out", append(lines[:at:at], lines[at+1:]...))
	}
	tell("a proof with a hash more", append(lines[:len(lines):len(lines)], tlog.RecordHash(nil).String()))
	return lies
}

// A signer has a new key of some name, made for this run and trusted in it.
type signer struct {
	private note.Signer
	key     note.Verifier
}

func newSigner(name string) (made signer, err error) {
	private, public, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return made, err
	}
	if made.private, err = note.NewSigner(private); err != nil {
		return made, err
	}
	made.key, err = note.NewVerifier(public)
	return made, err
}

// sign makes a checkpoint of a tree.
func (s signer) sign(tree tlog.Tree) []byte {
	text := strings.Replace(string(tlog.FormatTree(tree)), goHeader, s.key.Name(), 1)
	signed, err := note.Sign(&note.Note{Text: text}, s.private)
	if err != nil {
		// Neither the text nor the key comes from outside.
		panic(err)
	}
	return signed
}
