# Jetbridge's image. `docker build -t jetbridge .` with BuildKit, which every Docker since 23 has;
# scripts/image.sh builds it also where no registry can be reached. See docs/deploy.md.

# A JDK 25 and Maven; a nats-server for the training run; glibc, and nothing that is used beside it.
ARG BUILD_BASE=maven:3.9-eclipse-temurin-25
ARG NATS_BASE=nats:2
ARG BASE=debian:12-slim

FROM ${NATS_BASE} AS nats

FROM ${BUILD_BASE} AS build
WORKDIR /src
COPY . .
ARG REVISION=unknown
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -q -pl cli -am -Dmaven.test.skip=true -Djetbridge.revision=${REVISION} package

# The runtime: what the class path needs, beside it what operators want of it: jcmd, flight recordings.
ARG MODULES=java.base,java.logging,java.management,java.naming,java.net.http,java.xml,jdk.jcmd,jdk.jfr,jdk.management,jdk.unsupported
RUN jlink --add-modules ${MODULES} --strip-java-debug-attributes --no-header-files --no-man-pages \
    --output /opt/jetbridge/runtime

# The class path is written out, because the order of a wildcard is the file system's. Netty's native
# code lies beside it, because it cannot be unpacked where nothing can be written.
WORKDIR /opt/jetbridge
RUN app=/src/cli/target/jetbridge \
 && cp -r $app/lib $app/app . \
 && cp $app/etc/sbom.cdx.json /src/LICENSE /src/NOTICE app \
 && mkdir lib/native \
 && for jar in lib/netty-transport-native-epoll-*-linux-*.jar; do \
      (cd lib/native && jar xf ../../$jar META-INF/native && mv META-INF/native/*.so . && rm -r META-INF); \
    done \
 && { grep -v '^#' $app/etc/jvm.flags; echo MaxRAMPercentage=50; } > app/defaults \
 && { grep -hv '^#' $app/etc/jvm.options $app/etc/jvm-24.options; \
      echo -XX:Flags=/opt/jetbridge/app/defaults; \
      echo -Djava.library.path=/opt/jetbridge/lib/native; \
      echo -cp "$(printf '%s:' /opt/jetbridge/app/*.jar /opt/jetbridge/lib/*.jar | sed 's/:$//')"; \
    } > app/options

# Nothing in a layer tells when it was made: the same sources give the same layers. The cache of
# loaded classes is what a run has left behind, has to be made after that, and is never the same
# twice; without it (AOT=off) a start takes about a second longer.
ARG SOURCE_DATE_EPOCH=1767225600
ARG AOT=on
COPY --from=nats /nats-server /usr/local/bin/
RUN find /opt/jetbridge -exec touch -h -d @${SOURCE_DATE_EPOCH} {} + \
 && mkdir /opt/start && if [ "${AOT}" = on ]; then sh /src/scripts/train.sh /opt/jetbridge /opt/start; fi \
 && cache=$([ "${AOT}" != on ] || echo -XX:AOTCache=/opt/jetbridge/start/jetbridge.aot) \
 && { echo $cache; cat app/options; echo dev.jetbridge.cli.Main; } > /opt/start/jetbridge \
 && { echo $cache -XX:TieredStopAtLevel=1 -Xms8m -Xmx32m; cat app/options; echo dev.jetbridge.bridge.app.ProbeCommand; } > /opt/start/probe \
 && find /opt/start -exec touch -h -d @${SOURCE_DATE_EPOCH} {} +

# What changes seldom lies at the bottom.
FROM ${BASE}
COPY --from=build /opt/jetbridge/runtime /opt/jetbridge/runtime
COPY --from=build /opt/jetbridge/lib /opt/jetbridge/lib
COPY --from=build /opt/jetbridge/app /opt/jetbridge/app
COPY --from=build /opt/start /opt/jetbridge/start

ARG REVISION=unknown
LABEL org.opencontainers.image.title="Jetbridge" \
      org.opencontainers.image.description="A JetStream stream as a WebSocket feed that can be resumed" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.revision="${REVISION}"

ENV PATH=/opt/jetbridge/runtime/bin
WORKDIR /opt/jetbridge/start
USER 65532:65532
EXPOSE 8080 8081
HEALTHCHECK --interval=15s --timeout=5s --start-period=15s --retries=3 \
    CMD ["/opt/jetbridge/runtime/bin/java", "@/opt/jetbridge/start/probe"]
ENTRYPOINT ["/opt/jetbridge/runtime/bin/java", "@/opt/jetbridge/start/jetbridge"]
CMD ["serve"]
