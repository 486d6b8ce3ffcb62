using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Whalepaper.Notices.Outgoing;

/// <summary>A request to an address that somebody typed.</summary>
/// <param name="Address">Where it goes; a secret.</param>
/// <param name="Body">JSON.</param>
/// <param name="Headers">What else it says.</param>
internal sealed record OutgoingRequest(Uri Address, string Body, IReadOnlyList<(string Name, string Value)> Headers);

/// <summary>What was answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body, as far as it was read.</param>
/// <param name="RetryAfter">How long the other side asked to be left alone; null if it did not.</param>
internal sealed record OutgoingAnswer(int Status, string Body, TimeSpan? RetryAfter = null);

/// <summary>A request was not sent, or not answered. The message is for the organizer, and names no address.</summary>
internal sealed class OutgoingException(string message, bool mayPass, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether it may do better later.</summary>
    public bool MayPass { get; } = mayPass;
}

/// <summary>
/// Sends requests to addresses that people typed, and to nobody's inside: whatever a name stands for, every address of it is looked at, and exactly one
/// that was looked at is called. No redirect is followed, no cookie kept, no more read than is needed, and nothing logged.
/// </summary>
internal sealed class OutgoingRequests : IDisposable
{
    /// <summary>The most that is read of an answer, in bytes.</summary>
    public const int Most = 64 * 1024;

    /// <summary>How long a request may take, to the end of its answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A name with several addresses must not spend all its time on the first that is silent.
    private static readonly TimeSpan patienceOfOne = TimeSpan.FromSeconds(3);

    private readonly OutgoingSettings _settings;
    private readonly IWire _wire;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    public OutgoingRequests(OutgoingSettings settings, IWire wire, TimeProvider time)
    {
        (_settings, _wire, _time) = (settings, wire, time);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // What the machine's environment says of proxies is not asked: it would undo the guard unseen.
            UseProxy = settings.Proxy is not null,
            Proxy = settings.Proxy is { } proxy ? new WebProxy(proxy) { Credentials = CredentialsOf(proxy) } : null,
            ConnectCallback = ConnectAsync,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 16,
            AutomaticDecompression = DecompressionMethods.None,
            // No trace of ours goes to others, and none of ours names the address.
            ActivityHeadersPropagator = null,
        };
        _client = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Whalepaper", null));
    }

    /// <summary>Sends a request, and reads the answer.</summary>
    /// <exception cref="OutgoingException">It was not sent, or not answered.</exception>
    public async Task<OutgoingAnswer> SendAsync(OutgoingRequest request, CancellationToken cancellation)
    {
        // With a proxy nobody else looks at what is written as an address.
        if (OutgoingAddress.Read(request.Address.AbsoluteUri, _settings).Fault is { } fault)
            throw Refusal(fault);
        using var limit = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var message = Write(request);
            using var answer = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new OutgoingAnswer((int)answer.StatusCode, await ReadAsync(answer.Content, either.Token), RestOf(answer.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new OutgoingException("It took too long to answer.", mayPass: true);
        }
        catch (HttpRequestException failure)
        {
            throw Told(failure);
        }
        catch (IOException)
        {
            throw new OutgoingException("The connection broke.", mayPass: true);
        }
    }

    public void Dispose() => _client.Dispose();

    private static HttpRequestMessage Write(OutgoingRequest request)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, request.Address) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body)) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        foreach (var (name, value) in request.Headers)
            message.Headers.Add(name, value);
        return message;
    }

    private static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var body = await content.ReadAsStreamAsync(cancellation);
        var read = new byte[Most];
        var count = await body.ReadAtLeastAsync(read, Most, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(read, 0, count);
    }

    private TimeSpan? RestOf(RetryConditionHeaderValue? said) => said?.Delta ?? (said?.Date is { } date ? date - _time.GetUtcNow() : null);

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host.Trim('[', ']'), context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _wire.ResolveAsync(host, cancellation);
        // The organizer named the proxy, and it is usually inside.
        if (_settings.Proxy is null && addresses.Any(address => AddressRules.IsInside(address, _settings.Networks)))
            throw Refusal(AddressFault.Inside);
        if (addresses.Length == 0)
            throw new OutgoingException("Its name is unknown.", mayPass: true);
        Exception? last = null;
        for (var n = 0; n < addresses.Length; n++)
        {
            using var one = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (n < addresses.Length - 1)
                one.CancelAfter(patienceOfOne);
            try
            {
                return await _wire.DialAsync(new IPEndPoint(addresses[n], port), one.Token);
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                last = failure;
            }
        }

        throw new OutgoingException("Nobody answers there.", mayPass: true, last);
    }

    private static OutgoingException Refusal(AddressFault fault) => new(
        fault switch
        {
            AddressFault.Inside => $"The address leads into a network of this machine. If that is meant, allow it by {OutgoingSettings.Setting}__NETWORKS.",
            AddressFault.NotEncrypted => $"The address is not encrypted. If that is meant, allow it by {OutgoingSettings.Setting}__HTTP.",
            _ => "The address is none that may be called; enter it again.",
        },
        mayPass: false);

    // What the framework says may name the address.
    private static OutgoingException Told(HttpRequestException failure)
    {
        for (Exception? inner = failure; inner is not null; inner = inner.InnerException)
        {
            if (inner is OutgoingException ours)
                return new OutgoingException(ours.Message, ours.MayPass);
        }

        return new OutgoingException(
            failure.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "Its name is unknown.",
                HttpRequestError.SecureConnectionError => "The connection could not be encrypted; perhaps its certificate is wrong.",
                HttpRequestError.ProxyTunnelError => "The proxy refuses it.",
                HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded => "The answer could not be read.",
                _ => "Nobody answers there.",
            },
            mayPass: true);
    }

    private static NetworkCredential? CredentialsOf(Uri proxy) => proxy.UserInfo.Split(':', 2) is [var user, var password] ? new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password)) : null;
}
