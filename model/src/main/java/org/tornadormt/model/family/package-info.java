/**
 * Families of models: for each, where its configuration and its tensors have what the one block description needs. A
 * family is data; nothing outside this package knows any.
 */
package org.tornadormt.model.family;
