/**
 * Writes a GPT-2 with recurrent memory as a TorchScript file, which PyTorch's C++ library loads: a zip archive of the
 * module's code in the dialect of Python that TorchScript is, a pickle of the module, and the elements of its tensors.
 * PyTorch describes the format in {@code torch/csrc/jit/docs/serialization.md}. No Python is needed.
 */
package org.tornadormt.bench.engine.torchscript;
