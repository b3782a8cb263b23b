//go:build unix

package upstream

import (
	"os/exec"
	"syscall"
)

// ownGroup puts the process into a group of its own: a Ctrl-C in our terminal is ours to handle, and the end takes its children along.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

func terminate(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }

func kill(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
