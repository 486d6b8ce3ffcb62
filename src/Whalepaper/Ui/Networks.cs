using System.Net;

namespace Whalepaper.Ui;

/// <summary>Networks as settings name them.</summary>
internal static class Networks
{
    /// <summary>Reads a list of them.</summary>
    /// <param name="setting">Which setting it is, for whoever has to mend it.</param>
    /// <param name="text">Addresses and networks, parted by commas, such as <c>127.0.0.1,10.0.0.0/8</c>; null for none.</param>
    /// <exception cref="InvalidOperationException">It names something that is no address.</exception>
    public static IReadOnlyList<IPNetwork> Read(string setting, string? text) =>
        [.. (text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? []).Select(name => Of(setting, name))];

    private static IPNetwork Of(string setting, string name)
    {
        if (IPNetwork.TryParse(name, out var network))
            return network;
        if (IPAddress.TryParse(name, out var address))
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        throw new InvalidOperationException($"{setting} names '{name}', which is no address and no network. It takes such as 127.0.0.1,10.0.0.0/8.");
    }
}
