/**
 * JMH benchmarks. Build with {@code mvn -DskipTests package}, run with
 * {@code java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -jar bench/target/bench.jar} from
 * the project's folder; {@code -h} lists JMH's options. Compare figures of one run only: machines differ and so do
 * their loads.
 */
package org.tornadormt.bench;
