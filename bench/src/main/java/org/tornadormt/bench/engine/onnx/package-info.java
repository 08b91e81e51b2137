/**
 * Writes a checkpoint as an ONNX file, without Python: {@link org.tornadormt.bench.engine.onnx.OnnxModel} is the way in.
 * From the wire up: a message of Protocol Buffers, a node and a graph of ONNX, attention, the whole model.
 */
package org.tornadormt.bench.engine.onnx;
