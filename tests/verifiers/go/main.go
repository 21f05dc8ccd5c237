// Command go checks a log made by youwei with the code that checks Go's own module log,
// golang.org/x/mod/sumdb/note and golang.org/x/mod/sumdb/tlog, so that what youwei
// publishes is judged by people who never heard of it.
//
//	go -key KEY [-from CHECKPOINT] [-proof FILE]... URL-or-DIR
//	go -key KEY -reject [-from CHECKPOINT] [-proof FILE]... URL-or-DIR
//
// It prints a line for each check and leaves with 1 if one fails. With -reject it
// falsifies what it reads, one thing at a time, and fails if anything false passes.
// It is built without modules: GO111MODULE=off and Debian's golang-golang-x-mod-dev.
package main

import (
	"flag"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"
)

// given is all that an auditor has in hand.
type given struct {
	source source
	// key is the log's; only Ed25519, which is all that note knows.
	key note.Verifier
	// old is a checkpoint that was kept from before, or nil.
	old []byte
	// proofs are C2SP tlog-proof files.
	proofs [][]byte
}

func main() {
	key := flag.String("key", "", "the log's key, `NAME+NUMBER+BASE64`")
	from := flag.String("from", "", "a checkpoint that was kept from before, in a `FILE`")
	reject := flag.Bool("reject", false, "falsify what is read, and want every falsehood found")
	var all given
	flag.Func("proof", "a tlog-proof `FILE`; may be given several times", func(path string) error {
		proof, err := os.ReadFile(path)
		all.proofs = append(all.proofs, proof)
		return err
	})
	flag.Parse()
	if flag.NArg() != 1 || *key == "" {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(&all, *key, *from, flag.Arg(0), *reject); err != nil {
		fmt.Println("FAIL", err)
		os.Exit(1)
	}
}

func run(all *given, key, from, where string, reject bool) (err error) {
	if all.key, err = note.NewVerifier(key); err != nil {
		return fmt.Errorf("key %q: %w", key, err)
	}
	if from != "" {
		if all.old, err = os.ReadFile(from); err != nil {
			return err
		}
	}
	all.source = sourceAt(where)
	if reject {
		return rejectAll(*all)
	}
	return check(*all, func(format string, values ...any) { fmt.Printf("ok   "+format+"\n", values...) })
}
