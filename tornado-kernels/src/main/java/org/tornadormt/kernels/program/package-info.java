/**
 * Programs: what a model does with kernels, recorded once and replayed on any device. A program is a list of stages
 * over shared arrays; a stage is a list of launches that always run together.
 */
package org.tornadormt.kernels.program;
