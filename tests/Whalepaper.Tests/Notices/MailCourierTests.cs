using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Mail;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Whalepaper.Ui;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>What is done beside a letter that is under way, as its server sees it.</summary>
public sealed class MailCourierTests
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(30);

    // It answers a sender only when the last letter is written down, and a letter only when the next is got ready: who does these at other moments waits in vain.
    [Fact]
    public async Task While_the_server_thinks_the_last_letter_is_written_down_and_the_next_got_ready()
    {
        using var listener = Listen();
        var (written, ready, at) = (new SemaphoreSlim(0), new SemaphoreSlim(0), new List<string>());
        var serving = ServeAsync(listener, line => line switch
        {
            "MAIL" => written.WaitAsync(patience),
            "." => ready.WaitAsync(patience),
            _ => Task.CompletedTask,
        });
        await using (var house = await Household.MoveInAsync(Engine.Sqlite, builder => MailFolder.SetUp(builder, ("PORT", PortOf(listener)))))
        await using (var scope = house.Site.Services.CreateAsyncScope())
        await using (var courier = await BeginAsync(scope.ServiceProvider))
        {
            for (var letters = 0; letters < 3; letters++)
            {
                var outcome = await CarryAsync(house, courier, "anna@people.example", new Meanwhile(
                    () =>
                    {
                        at.Add("written");
                        written.Release();
                        return Task.CompletedTask;
                    },
                    () =>
                    {
                        at.Add("ready");
                        ready.Release();
                    }));
                Assert.Equal((Fate.Taken, letters + 1), (outcome.Fate, at.Count / 2));
            }
        }

        Assert.Equal(["written", "ready", "written", "ready", "written", "ready"], at);
        string[] letter = ["MAIL", "RCPT", "DATA", "."];
        Assert.Equal(["EHLO", .. letter, .. letter, .. letter, "QUIT"], await serving);
    }

    [Fact]
    public async Task Where_the_last_one_cannot_be_written_down_nothing_is_handed_over_and_the_next_letter_goes()
    {
        var (folder, next) = (new MailFolder(), 0);
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder => MailFolder.SetUp(builder));
        await using var scope = house.Site.Services.CreateAsyncScope();
        await using var courier = await BeginAsync(scope.ServiceProvider);
        Assert.Equal(Fate.Taken, (await CarryAsync(house, courier, folder.Address("anna"), new Meanwhile(() => Task.CompletedTask, () => next++))).Fate);
        var outcome = await CarryAsync(house, courier, folder.Address("anna"), new Meanwhile(() => Task.FromException(new IOException("The disk is gone.")), () => next++));
        Assert.Equal((Fate.Later, 1, 1), (outcome.Fate, next, folder.Count));

        Assert.Equal(Fate.Taken, (await CarryAsync(house, courier, folder.Address("anna"), new Meanwhile(() => Task.CompletedTask, () => next++))).Fate);
        Assert.Equal((2, 2), (next, folder.Count));
    }

    [Fact]
    public async Task A_server_that_hangs_over_a_letter_is_left_when_its_time_is_over_and_the_letter_waits()
    {
        using var listener = Listen();
        var hanging = ServeAsync(listener, line => line is "." ? Task.Delay(Timeout.Infinite) : Task.CompletedTask);
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder =>
        {
            MailFolder.SetUp(builder, ("PORT", PortOf(listener)));
            builder.Services.AddSingleton(DeliveryTiming.Usual with { Lease = Duration.FromSeconds(16) });
        });
        await house.Visitor().SendAsync("POST", "/password-reset", ("email", "anna@people.example"));
        await house.Site.DrainAsync();

        var delivery = await house.Site.WithAsync(db => db.Deliveries.SingleAsync());
        Assert.Equal((DeliveryState.Waiting, "It took too long."), (delivery.State, delivery.Result));
        Assert.False(hanging.IsCompleted);
    }

    // Encrypted, a line is read by somebody who stands between.
    [Fact]
    public async Task A_line_tells_before_it_waits_through_encryption_too()
    {
        using var listener = Listen();
        var now = TimeProvider.System.GetUtcNow();
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=mail.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var asked = new SemaphoreSlim(0);
        var serving = Task.Run(async () =>
        {
            using var socket = await listener.AcceptTcpClientAsync();
            await using var secret = new SslStream(socket.GetStream());
            await secret.AuthenticateAsServerAsync(certificate);
            Assert.True(await asked.WaitAsync(patience));
            await secret.WriteAsync("250 yes\r\n"u8.ToArray());
        });
        using var line = MailLine.Call("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, CancellationToken.None);
        var answer = await Task.Run(() =>
        {
            using var secret = new SslStream(line, leaveInnerStreamOpen: true, (_, shown, _, _) => certificate.Equals(shown));
            secret.AuthenticateAsClient("mail.example");
            line.BeforeWaiting = () => asked.Release();
            using var reader = new StreamReader(secret, Encoding.ASCII);
            return reader.ReadLine();
        });

        Assert.Equal("250 yes", answer);
        await serving;
    }

    private static async Task<ICourier> BeginAsync(IServiceProvider services)
    {
        var mail = services.GetServices<IChannel>().Single(way => way.Kind == ChannelNames.Mail);
        Assert.Empty(await mail.ClosedAsync(CancellationToken.None));
        return mail.Begin();
    }

    private static async Task<Outcome> CarryAsync(Household house, ICourier courier, string address, Meanwhile meanwhile)
    {
        var now = house.Site.Clock.GetCurrentInstant();
        var delivery = Delivery.Of($"test:{Guid.NewGuid():N}", Recipient.Everybody, ChannelNames.Mail, PostOffice.Kind, "", now, null, now);
        var carriage = await courier.PrepareAsync(delivery, new Message("Words", "Text", ""), new Reader(null, "Anna", address, Language.English, DateTimeZone.Utc), CancellationToken.None);
        using var limit = new CancellationTokenSource(patience);
        return await carriage.CarryAsync(meanwhile, limit.Token);
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static string PortOf(TcpListener listener) => $"{((IPEndPoint)listener.LocalEndpoint).Port}";

    // Says yes to all, after what is awaited for each command; a letter's end is the command ".".
    private static async Task<IReadOnlyList<string>> ServeAsync(TcpListener listener, Func<string, Task> thinkAsync)
    {
        using var socket = await listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(socket.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(socket.GetStream(), Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 here");
        var asked = new List<string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            if (asked is [.., "DATA"] && line is not ".")
                continue;
            var command = line.Length < 4 ? line : line[..4];
            asked.Add(command);
            await thinkAsync(command);
            await writer.WriteLineAsync(command is "DATA" ? "354 go on" : "250 yes");
        }

        return asked;
    }
}
