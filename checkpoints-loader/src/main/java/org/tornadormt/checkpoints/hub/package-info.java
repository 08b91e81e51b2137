/**
 * Models of the Hugging Face hub: what {@code rmt pull} downloads, and the cache it goes to, which is the one of
 * Python's {@code huggingface_hub}. Only {@link org.tornadormt.checkpoints.hub.HubPull} uses the network.
 */
package org.tornadormt.checkpoints.hub;
