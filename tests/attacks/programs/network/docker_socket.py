"""Looks for the engine's socket, by its paths, abstract names and ports.

Expected: honest
Must show: refused: /var/run/docker.sock
"""

import socket

# --- attempt ---
paths = [
    "/var/run/docker.sock",
    "/run/docker.sock",
    "/run/containerd/containerd.sock",
    "/run/podman/podman.sock",
]
paths += [
    "\0/containerd-shim/moby/shim.sock",
    "\0docker",
    "/run/dbus/system_bus_socket",
    "/run/systemd/private",
]
for path in paths:
    attempt(path.replace("\0", "@"), socket.socket(socket.AF_UNIX).connect, path)
for port in (2375, 2376, 2377):
    attempt(f"port {port}", socket.create_connection, ("127.0.0.1", port), 0.2)
for line in open("/proc/net/unix").readlines()[1:]:
    print("SUCCEED" + "ED:", line)

# --- honest ---
