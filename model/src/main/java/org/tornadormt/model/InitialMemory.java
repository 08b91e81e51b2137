package org.tornadormt.model;

/**
 * The memory that a text starts with.
 *
 * @param vectors {@code [numMemTokens, embeddingSize]}; not to be changed
 * @param trained whether it comes from the checkpoint, or was drawn at random because the checkpoint has none
 */
public record InitialMemory(float[] vectors, boolean trained) {}
