package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// tileHeight is that of C2SP tlog-tiles: 256 hashes a tile.
const tileHeight = 8

// fileBytesMax bounds an answer: 256 entries of 65,535 bytes, each with its length.
const fileBytesMax = 256 * 65537

// A source gives the files of a log by their path below its prefix.
type source func(path string) ([]byte, error)

// sourceAt reads from a URL, or else from a folder.
func sourceAt(where string) source {
	if !strings.HasPrefix(where, "http://") && !strings.HasPrefix(where, "https://") {
		return func(path string) ([]byte, error) {
			return os.ReadFile(filepath.Join(where, filepath.FromSlash(path)))
		}
	}
	client := http.Client{Timeout: time.Minute}
	return func(path string) ([]byte, error) {
		answer, err := client.Get(strings.TrimSuffix(where, "/") + "/" + path)
		if err != nil {
			return nil, err
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("%s: %s", path, answer.Status)
		}
		return io.ReadAll(io.LimitReader(answer.Body, fileBytesMax+1))
	}
}

// tiles makes a source readable for tlog, which keeps the height in a tile's path
// where C2SP leaves it out.
type tiles struct {
	source source
	proven map[tlog.Tile][]byte
}

func (t *tiles) Height() int { return tileHeight }

func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(wanted))
	for i, tile := range wanted {
		data, ok := t.proven[tile]
		if !ok {
			var err error
			if data, err = t.source(c2spPath(tile)); err != nil {
				return nil, err
			}
		}
		found[i] = data
	}
	return found, nil
}

func (t *tiles) SaveTiles(saved []tlog.Tile, data [][]byte) {
	for i, tile := range saved {
		t.proven[tile] = data[i]
	}
}

// c2spPath is tile/0/x001/234.p/5 for tlog's tile/8/0/x001/234.p/5, and
// tile/entries/000 for its tile/8/data/000.
func c2spPath(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", tileHeight))
	return "tile/" + strings.Replace(path, "data/", "entries/", 1)
}

// entries reads the bundles of a log of some size.
func entries(from source, size int64) ([][]byte, error) {
	var all [][]byte
	const whole = 1 << tileHeight
	for n := int64(0); n*whole < size; n++ {
		width := size - n*whole
		if width > whole {
			width = whole
		}
		path := c2spPath(tlog.Tile{H: tileHeight, L: -1, N: n, W: int(width)})
		data, err := from(path)
		if err != nil {
			return nil, err
		}
		found, err := unbundle(data)
		if err == nil && int64(len(found)) != width {
			err = fmt.Errorf("%d entries where %d are said to be", len(found), width)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		all = append(all, found...)
	}
	return all, nil
}

// unbundle parts entries, each behind its length in two bytes.
func unbundle(data []byte) ([][]byte, error) {
	var found [][]byte
	for len(data) > 0 {
		if len(data) < 2 {
			return nil, fmt.Errorf("half a length at the end")
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		if len(data) < end {
			return nil, fmt.Errorf("an entry is cut short")
		}
		found, data = append(found, data[2:end]), data[end:]
	}
	return found, nil
}

// bundle joins entries as unbundle parts them.
func bundle(entries [][]byte) []byte {
	var data []byte
	for _, entry := range entries {
		data = binary.BigEndian.AppendUint16(data, uint16(len(entry)))
		data = append(data, entry...)
	}
	return data
}
