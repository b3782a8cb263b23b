package e2e

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"ncp/internal/demo"
)

// terminal is a pseudoterminal: what a person types goes into keys, what they see comes out of it as well.
func terminal(t *testing.T) (keys, tty *os.File) {
	t.Helper()
	keys, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keys.Close() })
	control := func(request uintptr, value *int32) {
		t.Helper()
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, keys.Fd(), request, uintptr(unsafe.Pointer(value))); errno != 0 {
			t.Fatal(errno)
		}
	}
	var locked, number int32
	control(syscall.TIOCSPTLCK, &locked)
	control(syscall.TIOCGPTN, &number)
	tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return keys, tty
}

// TestAPersonAgrees: where the configuration wants agreement a person at a terminal is asked, and their word counts.
func TestAPersonAgrees(t *testing.T) {
	d, err := demo.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	env := home(t, fmt.Sprintf(`"notes":{"url":%q,"confirm":"destructive"}`, d.Servers[0].URL))
	create := exec.Command(binary, "run", "notes:create_note", "title=a", "--yes")
	create.Env = env
	if out, err := create.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, test := range []struct {
		types, says string
		code        int
	}{
		{"n\n", "the user does not want it", 1},
		{"\n", "the user does not want it", 1},
		{"\x04", "the user dismissed the question", 1},
		{"y\n", "Note 1 is gone.", 0},
	} {
		keys, tty := terminal(t)
		cmd := exec.Command(binary, "run", "notes:delete_note", "id=1")
		cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = env, tty, tty, tty
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		_ = tty.Close()
		var seen strings.Builder
		for buf := make([]byte, 4096); ; {
			n, err := keys.Read(buf)
			before := strings.Contains(seen.String(), "call it?")
			seen.Write(buf[:n])
			if !before && strings.Contains(seen.String(), "call it?") {
				if _, err := io.WriteString(keys, test.types); err != nil {
					t.Fatal(err)
				}
			}
			if err != nil { // the other end is closed
				break
			}
		}
		_ = cmd.Wait()
		if got := seen.String(); !strings.Contains(got, `Call notes:delete_note with {"id":1}?`) || !strings.Contains(got, test.says) || cmd.ProcessState.ExitCode() != test.code {
			t.Errorf("%q: exit code %d: %s", test.types, cmd.ProcessState.ExitCode(), got)
		}
	}
}
