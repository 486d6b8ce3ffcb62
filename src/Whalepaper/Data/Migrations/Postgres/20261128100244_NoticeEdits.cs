using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whalepaper.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class NoticeEdits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "SuggestedAt",
                table: "Notices",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "SuggestedById",
                table: "Notices",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SuggestedText",
                table: "Notices",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "SuggestedTitle",
                table: "Notices",
                type: "text",
                nullable: true,
                collation: "C");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "SuggestedAt",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "SuggestedById",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "SuggestedText",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "SuggestedTitle",
                table: "Notices");
        }
    }
}
