"""`parley up`: finds, starts, watches and stops the processes of one machine; `parley doctor`."""
