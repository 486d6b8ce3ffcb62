using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whalepaper.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Precedence : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Deliveries_State_Due",
                table: "Deliveries");

            migrationBuilder.AddColumn<int>(
                name: "Precedence",
                table: "Deliveries",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_State_Precedence_Due_Id_Channel",
                table: "Deliveries",
                columns: new[] { "State", "Precedence", "Due", "Id", "Channel" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Deliveries_State_Precedence_Due_Id_Channel",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "Precedence",
                table: "Deliveries");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_State_Due",
                table: "Deliveries",
                columns: new[] { "State", "Due" });
        }
    }
}
