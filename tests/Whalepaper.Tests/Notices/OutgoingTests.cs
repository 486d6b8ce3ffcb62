using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Whalepaper.Notices.Outgoing;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>Whoever types an address, and whatever it is written like, gets this program to call nobody's inside.</summary>
public sealed class OutgoingTests
{
    /// <summary>Addresses of the inside, in all spellings.</summary>
    public static readonly IReadOnlyList<string> Inside =
    [
        "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "2130706433", "017700000001", "0x7f000001", "0x7f.1", "0177.0.0.1", "0x7f.0x0.0x0.0x1", "0177.0.1", "127.0.0.01",
        "１２７.０.０.１", "①②⑦.0.0.1", "127。0。0。1", "0", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "012.0.0.1", "167772161", "100.64.0.1", "100.127.255.254", "100.100.100.200", "168.63.129.16",
        "169.254.169.254", "169.254.0.1", "0xa9fea9fe", "2852039166", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "3232235777", "198.18.0.1",
        "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "4294967295", "localhost", "LOCALHOST", "a.localhost",
        "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:10.0.0.1]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::1]",
        "[2002:7f00:1::]", "[2002:c0a8:101::1]", "[2001:0:7f00:1::]", "[2001:2::1]", "[2001:10::1]", "[2001:db8::1]", "[3fff::1]", "[fc00::1]", "[fd00:ec2::254]", "[fe80::1]", "[fec0::1]", "[ff02::1]", "[100::1]", "[5f00::1]", "[4000::1]",
    ];

    public static TheoryData<string> InsideRows => new(Inside);

    [Theory, MemberData(nameof(InsideRows))]
    public async Task The_inside_is_called_in_no_spelling(string host)
    {
        using var listener = new Listener();
        var wire = new TrapWire(listener.Port);
        using var requests = new OutgoingRequests(OutgoingSettings.Usual with { Http = true }, wire, TimeProvider.System);
        foreach (var scheme in (string[])["http", "https"])
        {
            // What is no address at all is refused where it is typed.
            if (!Uri.TryCreate($"{scheme}://{host}:{listener.Port}/hook", UriKind.Absolute, out var address))
                continue;
            Assert.NotNull(OutgoingAddress.Read(address.OriginalString, OutgoingSettings.Usual with { Http = true }).Fault);
            var failure = await Assert.ThrowsAsync<OutgoingException>(() => requests.SendAsync(new OutgoingRequest(address, "{}", []), CancellationToken.None));
            Assert.False(failure.MayPass);
        }

        Assert.Empty(wire.Dialled);
        Assert.Equal(0, listener.Accepted);
    }

    [Theory, MemberData(nameof(InsideRows))]
    public async Task No_name_leads_inside(string host)
    {
        if (!IPAddress.TryParse(host.Trim('[', ']'), out var address))
            return;
        var wire = new TrapWire(1) { Answers = [[IPAddress.Parse("93.184.216.34"), address]] };
        using var requests = new OutgoingRequests(OutgoingSettings.Usual, wire, TimeProvider.System);
        var failure = await Assert.ThrowsAsync<OutgoingException>(() => requests.SendAsync(Request("https://innocent.example/hook"), CancellationToken.None));
        Assert.Contains("WHALEPAPER_OUTGOING__NETWORKS", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("innocent", failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(wire.Dialled);
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("192.0.1.1")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    public void The_outside_is_outside(string address) => Assert.False(AddressRules.IsInside(IPAddress.Parse(address), []));

    [Fact]
    public async Task A_name_that_changes_is_called_at_the_address_that_was_looked_at()
    {
        var first = IPAddress.Parse("93.184.216.34");
        using var listener = new Listener();
        var wire = new TrapWire(listener.Port) { Answers = [[first], [IPAddress.Loopback]] };
        using var requests = new OutgoingRequests(OutgoingSettings.Usual with { Http = true }, wire, TimeProvider.System);
        var address = new Uri($"http://rebinding.example:{listener.Port}/hook");
        // Nobody answers at the first; the second time, the name stands for this machine.
        for (var n = 0; n < 2; n++)
            await Assert.ThrowsAsync<OutgoingException>(() => requests.SendAsync(new OutgoingRequest(address, "{}", []), CancellationToken.None));
        Assert.Equal([new IPEndPoint(first, listener.Port)], wire.Dialled);
        Assert.Equal(2, wire.Asked);
        Assert.Equal(0, listener.Accepted);
    }

    [Fact]
    public async Task A_redirection_is_told_and_not_followed()
    {
        await using var chat = await LocalChat.StartAsync();
        await using var second = await LocalChat.StartAsync();
        chat.Instead = _ => (307, second.AddressOf("slack"), null);
        using var requests = Local();
        var answer = await requests.SendAsync(Request(chat.AddressOf("slack")), CancellationToken.None);
        Assert.Equal(307, answer.Status);
        Assert.Equal((1, 0), (chat.Asked, second.Asked));
    }

    [Fact]
    public async Task No_more_of_an_answer_is_read_than_is_needed()
    {
        await using var chat = await LocalChat.StartAsync();
        chat.Instead = _ => (400, new string('x', 5_000_000), null);
        using var requests = Local();
        Assert.Equal(OutgoingRequests.Most, (await requests.SendAsync(Request(chat.AddressOf("slack")), CancellationToken.None)).Body.Length);
    }

    [Fact]
    public async Task Who_says_nothing_is_not_waited_for_longer_than_ten_seconds()
    {
        using var listener = new Listener();
        var time = new HandTime();
        using var requests = new OutgoingRequests(OutgoingSettings.Usual with { Http = true, Networks = [IPNetwork.Parse("127.0.0.0/8")] }, new Wire(), time);
        var sent = requests.SendAsync(Request($"http://127.0.0.1:{listener.Port}/"), CancellationToken.None);
        await listener.FirstAsync();
        Assert.Equal(TimeSpan.FromSeconds(10), time.Due);
        time.Ring();
        Assert.True((await Assert.ThrowsAsync<OutgoingException>(() => sent)).MayPass);
    }

    [Theory]
    [InlineData("http://hooks.example/a", AddressFault.NotEncrypted)]
    [InlineData("https://user@hooks.example/a", AddressFault.HasUser)]
    [InlineData("https://user:word@hooks.example/a", AddressFault.HasUser)]
    [InlineData("https://@hooks.example/a", AddressFault.HasUser)]
    [InlineData("https://hooks.example/a#b", AddressFault.HasFragment)]
    [InlineData("https://hooks.example/a#", AddressFault.HasFragment)]
    [InlineData("https://hooks.example./a", AddressFault.NoAddress)]
    [InlineData("https://127.0.0.1./a", AddressFault.NoAddress)]
    [InlineData("https:hooks.example/a", AddressFault.NoAddress)]
    [InlineData("https:\\\\hooks.example\\a", AddressFault.NoAddress)]
    [InlineData("https://hooks.example\\@127.0.0.1/", AddressFault.NoAddress)]
    [InlineData("https://hooks.example/a b", AddressFault.NoAddress)]
    [InlineData("https://hooks.example/a\r\nHost: b", AddressFault.NoAddress)]
    [InlineData("https://hook%73.example/", AddressFault.NoAddress)]
    [InlineData("https://hooks.example:0/", AddressFault.NoAddress)]
    [InlineData("https://hooks.example:70000/", AddressFault.NoAddress)]
    [InlineData("https:///a", AddressFault.NoAddress)]
    [InlineData("ftp://hooks.example/", AddressFault.NoAddress)]
    [InlineData("file:///etc/passwd", AddressFault.NoAddress)]
    [InlineData("javascript:alert(1)", AddressFault.NoAddress)]
    [InlineData("/settings", AddressFault.NoAddress)]
    [InlineData("", AddressFault.NoAddress)]
    internal void What_is_wrong_with_an_address_is_said(string text, AddressFault fault) => Assert.Equal(fault, OutgoingAddress.Read(text, OutgoingSettings.Usual).Fault);

    [Theory]
    [InlineData("https://hooks.slack.com/services/T000/B000/abcdefgh1234", "hooks.slack.com/…1234")]
    [InlineData("https://example.org:8443/hook", "example.org:8443/…")]
    public void An_address_is_shown_by_its_ends(string text, string shown) => Assert.Equal(shown, OutgoingAddress.Mask(OutgoingAddress.Read(text, OutgoingSettings.Usual).Address!));

    [Fact]
    public void What_is_set_is_read_at_the_start_or_told()
    {
        var usual = OutgoingSettings.Read(Of());
        Assert.Equal((0, false, (Uri?)null), (usual.Networks.Count, usual.Http, usual.Proxy));
        var set = OutgoingSettings.Read(Of(("NETWORKS", "10.0.0.0/8, 127.0.0.1,fd00::/8"), ("HTTP", "yes"), ("PROXY", "http://proxy.example:3128")));
        Assert.Equal((3, true, "proxy.example"), (set.Networks.Count, set.Http, set.Proxy!.Host));
        Assert.False(AddressRules.IsInside(IPAddress.Parse("::ffff:10.1.2.3"), set.Networks));
        Assert.True(AddressRules.IsInside(IPAddress.Parse("127.0.0.2"), set.Networks));
        foreach (var (part, value) in new[] { ("NETWORKS", "house"), ("NETWORKS", "10.0.0.0/33"), ("HTTP", "true"), ("PROXY", "proxy"), ("PROXY", "ftp://proxy.example") })
            Assert.Contains($"WHALEPAPER_OUTGOING__{part}", Assert.Throws<InvalidOperationException>(() => OutgoingSettings.Read(Of((part, value)))).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", Assert.Throws<InvalidOperationException>(() => OutgoingSettings.Read(Of(("PROXY", "gopher://me:hidden@proxy")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_proxy_names_are_left_to_it_and_addresses_are_not()
    {
        var wire = new TrapWire(1) { Answers = [[IPAddress.Loopback]] };
        using var requests = new OutgoingRequests(OutgoingSettings.Usual with { Proxy = new Uri("http://proxy.example:3128") }, wire, TimeProvider.System);
        await Assert.ThrowsAsync<OutgoingException>(() => requests.SendAsync(Request("https://169.254.169.254/hook"), CancellationToken.None));
        Assert.Empty(wire.Dialled);
        await Assert.ThrowsAsync<OutgoingException>(() => requests.SendAsync(Request("https://hooks.example/hook"), CancellationToken.None));
        Assert.Equal([new IPEndPoint(IPAddress.Loopback, 3128)], wire.Dialled);
        Assert.Equal(["proxy.example"], wire.Names);
    }

    private static OutgoingRequests Local() => new(OutgoingSettings.Usual with { Http = true, Networks = [IPNetwork.Parse("127.0.0.0/8")] }, new Wire(), TimeProvider.System);

    private static OutgoingRequest Request(string address) => new(new Uri(address), "{}", []);

    private static IConfiguration Of(params (string Part, string Value)[] parts) =>
        new ConfigurationBuilder().AddInMemoryCollection(parts.Select(one => KeyValuePair.Create<string, string?>($"WHALEPAPER_OUTGOING:{one.Part}", one.Value))).Build();

    /// <summary>Resolves as it is told, and calls nobody but notes who would be called; this machine it would really call.</summary>
    private sealed class TrapWire(int port) : IWire
    {
        private readonly Wire _real = new();

        public IReadOnlyList<IPAddress[]> Answers { get; init; } = [[IPAddress.Loopback]];

        public ConcurrentQueue<IPEndPoint> Dialled { get; } = [];

        public ConcurrentQueue<string> Names { get; } = [];

        public int Asked { get; private set; }

        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation)
        {
            Names.Enqueue(host);
            return Task.FromResult(Answers[Math.Min(Asked++, Answers.Count - 1)]);
        }

        public Task<Stream> DialAsync(IPEndPoint end, CancellationToken cancellation)
        {
            Dialled.Enqueue(end);
            return IPAddress.IsLoopback(end.Address) && end.Port == port ? _real.DialAsync(end, cancellation) : throw new SocketException((int)SocketError.ConnectionRefused);
        }
    }

    /// <summary>A server that takes connections, and says nothing.</summary>
    private sealed class Listener : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<TcpClient> _clients = [];

        public Listener()
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = TakeAsync();
        }

        public int Port { get; }

        public int Accepted => _clients.Count + (_listener.Server.IsBound && _listener.Pending() ? 1 : 0);

        public Task FirstAsync() => _first.Task;

        public void Dispose()
        {
            _listener.Dispose();
            _clients.ForEach(client => client.Dispose());
        }

        private async Task TakeAsync()
        {
            try
            {
                while (true)
                {
                    _clients.Add(await _listener.AcceptTcpClientAsync());
                    _first.TrySetResult();
                }
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }

    /// <summary>A clock whose alarms ring when the test says so.</summary>
    private sealed class HandTime : TimeProvider
    {
        private Action _ring = () => { };

        public TimeSpan Due { get; private set; }

        public void Ring() => _ring();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (Due, _ring) = (dueTime, () => callback(state));
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
