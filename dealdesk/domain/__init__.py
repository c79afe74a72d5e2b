"""Pure rules: plain values in, plain values out; no input or output, no clock, no SQL, no widget."""
