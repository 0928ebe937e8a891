{{- define "jetbridge.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 52 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "jetbridge.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "jetbridge.labels" -}}
{{ include "jetbridge.selector" . }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "jetbridge.image" -}}
{{- with .Values.image.digest }}{{ $.Values.image.repository }}@{{ . }}{{ else }}{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{/* Processors that the JVM takes into account, unless a limit tells it, and what is asked for beside that. */}}
{{- define "jetbridge.javaOptions" -}}
{{- $processors := "" }}
{{- if and .Values.processors (not (dig "limits" "cpu" "" .Values.resources)) }}{{ $processors = printf "-XX:ActiveProcessorCount=%d" (int .Values.processors) }}{{ end }}
{{- printf "%s %s" $processors .Values.javaOptions | trim }}
{{- end }}

{{/* The Secret that holds the tokens file. */}}
{{- define "jetbridge.authSecret" -}}
{{- if .Values.auth.existingSecret }}{{ .Values.auth.existingSecret }}
{{- else if .Values.auth.tokens }}{{ include "jetbridge.name" . }}-auth
{{- else }}{{ fail "nobody may connect: expected auth.existingSecret, the name of a Secret with a tokens file, or auth.tokens" }}
{{- end }}
{{- end }}

{{/* The configuration file: the keys given, and over them those that follow from the pod. */}}
{{- define "jetbridge.config" -}}
{{- $keys := dict "server.host" "0.0.0.0" "server.port" 8080 "admin.host" "0.0.0.0" "admin.port" 8081 }}
{{- $_ := set $keys "auth.tokens-file" (printf "/etc/jetbridge/auth/%s" .Values.auth.key) }}
{{- with .Values.nats }}
{{- if .existingSecret }}
{{- if .credsKey }}{{ $_ := set $keys "nats.creds-file" (printf "/etc/jetbridge/nats/%s" .credsKey) }}{{ end }}
{{- if .passwordKey }}{{ $_ := set $keys "nats.password-file" (printf "/etc/jetbridge/nats/%s" .passwordKey) }}{{ end }}
{{- if .tokenKey }}{{ $_ := set $keys "nats.token-file" (printf "/etc/jetbridge/nats/%s" .tokenKey) }}{{ end }}
{{- end }}
{{- if .tls.existingSecret }}
{{- $_ := set $keys "nats.tls.ca-file" "/etc/jetbridge/nats-tls/ca.crt" }}
{{- if .tls.clientCertificate }}
{{- $_ := set $keys "nats.tls.certificate-file" "/etc/jetbridge/nats-tls/tls.crt" }}
{{- $_ := set $keys "nats.tls.key-file" "/etc/jetbridge/nats-tls/tls.key" }}
{{- end }}
{{- end }}
{{- end }}
{{- if .Values.tls.existingSecret }}
{{- $_ := set $keys "server.tls.certificate-file" "/etc/jetbridge/tls/tls.crt" }}
{{- $_ := set $keys "server.tls.key-file" "/etc/jetbridge/tls/tls.key" }}
{{- end }}
{{- if .Values.admin.existingSecret }}
{{- $_ := set $keys "admin.token-file" (printf "/etc/jetbridge/admin/%s" .Values.admin.key) }}
{{- end }}
{{- range $key, $_ := $keys }}
{{- if hasKey $.Values.config $key }}{{ fail (printf "config has %s, which the chart sets: see values.yaml" $key) }}{{ end }}
{{- end }}
{{- toYaml (merge $keys .Values.config) }}
{{- end }}

{{/* Seconds that a pod is given to end: the pause, drain.window, and what a stop takes beyond it. */}}
{{- define "jetbridge.gracePeriod" -}}
{{- $start := toDate "2006-01-02" "2000-01-01" }}
{{- $end := $start | mustDateModify "999ms" | mustDateModify (index .Values.config "drain.window") }}
{{- add (sub (unixEpoch $end) (unixEpoch $start)) 23 .Values.preStopSeconds }}
{{- end }}

{{/* The Secrets that the pod reads files from, by the directory below /etc/jetbridge. */}}
{{- define "jetbridge.secrets" -}}
{{- $secrets := dict "auth" (include "jetbridge.authSecret" .) }}
{{- with .Values.nats.existingSecret }}{{ $_ := set $secrets "nats" . }}{{ end }}
{{- with .Values.nats.tls.existingSecret }}{{ $_ := set $secrets "nats-tls" . }}{{ end }}
{{- with .Values.tls.existingSecret }}{{ $_ := set $secrets "tls" . }}{{ end }}
{{- with .Values.admin.existingSecret }}{{ $_ := set $secrets "admin" . }}{{ end }}
{{- toYaml $secrets }}
{{- end }}
