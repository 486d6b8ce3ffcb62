# Whalepaper as a container: nobody's account, a root that can be read-only, data in /home/app/data.
#   docker build -t whalepaper .
#   docker run -p 8080:8080 -v whalepaper:/home/app --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --memory 1500m whalepaper
# Without Docker, the SDK makes the same image as a file: see "Containers" in docs/operating.md.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH=amd64
WORKDIR /source
COPY . .
RUN dotnet publish src/Whalepaper -c Release -r linux-$(echo "$TARGETARCH" | sed s/amd64/x64/) -o /app -p:DebugType=none

# Not the "chiseled" kind: the text of PDFs is read by a second process that prlimit (util-linux) holds to its bounds.
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0
# 512 MB for that process, the rest for the site: see "Uploads" in docs/operating.md.
ENV WHALEPAPER_DATA=/home/app/data \
    ASPNETCORE_URLS=http://+:8080 \
    DOTNET_EnableDiagnostics=0
COPY --from=build /app /app
WORKDIR /home/app
# The user of the base image, who owns /home/app and nothing else.
USER $APP_UID
EXPOSE 8080
VOLUME /home/app
# Live, not ready: to start it anew because its database is away would help nobody. A shell asks, for the image has no other program that could.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["/app/Whalepaper"]
