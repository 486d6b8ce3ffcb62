using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Whalepaper.Bench;

/// <summary>Sends a letter over and over through one connection, and does nothing else: the limit of whoever sends letters one after the other.</summary>
internal static class BareMail
{
    // As long as a program that sends would take to be compiled anew where it runs often: it is measured against, and so it has the same chances.
    private const int WarmingUp = 3_000;

    /// <summary>Sends, and writes the letters of a second into a file.</summary>
    /// <param name="arguments">The server's address and port, a letter's file, how many to send, and the file for the result.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var host, var port, var letter, var count, var result])
            return 2;
        using var client = new SmtpClient();
        // Without holding small packets back, as the program does: else both would wait for the network most of the time.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(host, int.Parse(port, CultureInfo.InvariantCulture));
        await client.ConnectAsync(socket, host, int.Parse(port, CultureInfo.InvariantCulture), SecureSocketOptions.None);
        var text = await File.ReadAllBytesAsync(letter);
        await SendAsync(client, text, WarmingUp);
        var many = int.Parse(count, CultureInfo.InvariantCulture);
        var started = Stopwatch.GetTimestamp();
        await SendAsync(client, text, many);
        await File.WriteAllTextAsync(result, (many / Stopwatch.GetElapsedTime(started).TotalSeconds).ToString("R", CultureInfo.InvariantCulture));
        await client.DisconnectAsync(quit: true);
        return 0;
    }

    // Each is a letter of its own, as whoever sends to many makes them.
    private static async Task SendAsync(SmtpClient client, byte[] text, int count)
    {
        for (var n = 0; n < count; n++)
        {
            using var letter = await MimeMessage.LoadAsync(new MemoryStream(text));
            letter.MessageId = string.Create(CultureInfo.InvariantCulture, $"{Guid.NewGuid():N}@bare.example");
            letter.To.Clear();
            letter.To.Add(new MailboxAddress("Member", string.Create(CultureInfo.InvariantCulture, $"member-{n}@bare.example")));
            await client.SendAsync(letter);
        }
    }
}
